using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Customers that are put aside, over HTTP: named, released or kept.</summary>
[Collection(SharedSilo.Name)]
public class QuarantineTests(ApiFixture api)
{
    [Fact]
    public async Task Named_with_the_reason_and_released()
    {
        var id = Calls.NewId("q/李");
        (await api.CallAsync("PUT", $"/customers/{id.Escaped()}", new { name = "N" })).Is(201);
        await api.PostingAsync(id, "shipment", 300, "2026-06-01");
        await BreakAsync(id, "packed = '\\x01ff', version = version + 1");
        (await api.CallAsync("POST", $"/customers/{id.Escaped()}/evaluations", new { evaluator = "e", points = 50 })).IsProblem(503, "customer-quarantined");

        var listed = Assert.Single(await api.PagesAsync("/quarantine?sort=-since", 1), item => item.Text("customerId") == id);
        Assert.NotEqual("", listed.Text("reason"));
        Assert.True(listed.GetProperty("since").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);

        var (at, key) = ($"/quarantine/{id.Escaped()}/release", ("Idempotency-Key", Calls.NewId("k")));
        var released = (await api.CallAsync("POST", at, headers: key)).Is(200).Body;
        Assert.Equal(("accepted", 300m), (released.Text("status"), released.GetProperty("rating").Number("receivable")));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at, headers: key)).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at)).IsProblem(404, "quarantine-not-found", "/customerId");
        Assert.DoesNotContain(await api.PagesAsync("/quarantine", 50), item => item.Text("customerId") == id);
        Assert.Equal("accepted", (await api.PostingAsync(id, "shipment", 5, "2026-06-02")).Text("status"));
    }

    [Fact]
    public async Task Kept_where_its_history_says_otherwise()
    {
        var id = await api.CustomerAsync();
        await api.PostingAsync(id, "shipment", 300, "2026-06-01");
        await BreakAsync(id, "packed = '', version = version + 1, sales = sales + 1");
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "e", points = 50 })).IsProblem(503, "customer-quarantined");
        (await api.CallAsync("POST", $"/quarantine/{id}/release")).IsProblem(409, "quarantine-kept", "/customerId");
        (await api.CallAsync("GET", $"/customers/{id}/rating")).IsProblem(503, "customer-quarantined");

        // Others verify the same database.
        await BreakAsync(id, "sales = sales - 1");
        (await api.CallAsync("POST", $"/quarantine/{id}/release")).Is(200);
    }

    [Fact]
    public async Task Bad_requests_are_problems()
    {
        (await api.CallAsync("POST", "/quarantine/nobody/release")).IsProblem(404, "quarantine-not-found", "/customerId");
        (await api.CallAsync("GET", "/quarantine?sort=reason")).IsProblem(400, "invalid-sort", "/sort");
        (await api.CallAsync("GET", "/quarantine?after=abc")).IsProblem(400, "invalid-cursor", "/after");
    }

    private Task BreakAsync(string id, string what) => TestPostgres.ExecuteAsync(api.ConnectionString, $"UPDATE customer SET {what} WHERE id = '{id}'");
}
