using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Tiers;

/// <summary>A tier set by hand over HTTP: shown everywhere, told, ended, and over by itself.</summary>
public sealed class HandTierApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Set_shown_and_ended()
    {
        var id = await api.CustomerAsync();
        var at = $"/customers/{id}";
        var answer = (await api.CallAsync("POST", at + "/tier", new { tier = 1, until = "2026-12-31", reason = "战略客户" })).Is(200).Body;
        Assert.Equal(("accepted", 1m, 4m, "2027-01-01"),
            (answer.Text("status"), answer.GetProperty("rating").Number("tier"), answer.GetProperty("rating").Number("tierComputed"), answer.GetProperty("rating").Text("nextReviewOn")));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/tier", new { tier = 1, until = "2026-12-31", reason = "战略客户" })).Is(200).Body.Text("status"));

        var customer = await api.CallAsync("GET", at);
        Assert.Equal((1m, "hand", "2026-12-31", "战略客户"),
            (customer.Body.Number("tier"), customer.Body.Text("tierBy"), customer.Body.Text("tierUntil"), customer.Body.Text("tierReason")));
        var rating = await api.ReadAsync(at + "/rating");
        Assert.Equal((1m, "hand", "2026-12-31", "战略客户"), (rating.Number("tier"), rating.Text("tierBy"), rating.Text("tierUntil"), rating.Text("tierReason")));
        Assert.Contains("The tier is set by hand to 1 until 2026-12-31: 战略客户", rating.GetProperty("sentences").EnumerateArray().Select(s => s.GetString()));
        var before = await api.ReadAsync(at + "/rating?asOf=2026-06-14");
        Assert.Equal((4m, "points", JsonValueKind.Null), (before.Number("tier"), before.Text("tierBy"), before.GetProperty("tierReason").ValueKind));
        var told = Assert.Single((await api.ReadAsync($"/alerts?customer={id}")).GetProperty("items").EnumerateArray());
        Assert.Equal(("tier_changed", "4", "1"), (told.Text("kind"), told.Text("from"), told.Text("to")));

        (await api.CallAsync("DELETE", at + "/tier", headers: ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", at + "/tier", headers: ("If-Match", customer.Headers.ETag!.Tag))).Is(200);
        Assert.Equal("duplicate", (await api.CallAsync("DELETE", at + "/tier")).Is(200).Body.Text("status"));
        Assert.Equal("points", (await api.ReadAsync(at)).Text("tierBy"));

        var timeline = (await api.ReadAsync(at + "/timeline")).GetProperty("items").EnumerateArray().Where(i => i.Text("type").StartsWith("tier-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["tier-set-ended", "tier-set"], timeline.Select(i => i.Text("type")));
        Assert.Equal(("admin", 1m, "2026-12-31", "战略客户"),
            (timeline[1].Text("actor"), timeline[1].GetProperty("details").Number("tier"), timeline[1].GetProperty("details").Text("until"), timeline[1].GetProperty("details").Text("reason")));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Theory]
    [InlineData("""{ "tier": 5, "until": "2026-12-31", "reason": "r" }""", 422, "tier-out-of-range", "/tier")]
    [InlineData("""{ "tier": 1, "until": "2026-06-14", "reason": "r" }""", 422, "date-in-past", "/until")]
    [InlineData("""{ "tier": 1, "until": "2026-12-31", "reason": " " }""", 422, "required", "/reason")]
    [InlineData("""{ "tier": 1, "until": "2026-12-31" }""", 422, "required", "/reason")]
    [InlineData("""{ "tier": 1, "reason": "r" }""", 422, "required", "/until")]
    [InlineData("""{ "tier": 1.5, "until": "2026-12-31", "reason": "r" }""", 400, "invalid-value", "/tier")]
    [InlineData("""{ "tier": 1, "until": "soon", "reason": "r" }""", 400, "invalid-value", "/until")]
    [InlineData("""{ "tier": 1, "until": "2026-12-31", "reason": "\ud800" }""", 400, "invalid-value", "/reason")]
    public async Task Bad_input_is_a_problem(string body, int status, string code, string? field)
    {
        var id = await api.CustomerAsync();
        (await api.CallAsync("POST", $"/customers/{id}/tier", body)).IsProblem(status, code, field);
        Assert.Equal(4m, (await api.ReadAsync($"/customers/{id}")).Number("tier"));
    }

    [Fact]
    public async Task An_unknown_customer_and_a_repeated_request()
    {
        var body = new { tier = 1, until = "2026-12-31", reason = "r" };
        (await api.CallAsync("POST", "/customers/nobody/tier", body)).IsProblem(404, "customer-not-found");
        (await api.CallAsync("DELETE", "/customers/nobody/tier")).IsProblem(404, "customer-not-found");
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("k"));
        (await api.CallAsync("POST", $"/customers/{id}/tier", body, headers: ("Idempotency-Key", key))).Is(200);
        (await api.CallAsync("DELETE", $"/customers/{id}/tier")).Is(200);
        Assert.Equal("duplicate", (await api.CallAsync("POST", $"/customers/{id}/tier", body, headers: ("Idempotency-Key", key))).Is(200).Body.Text("status"));
        Assert.Equal(4m, (await api.ReadAsync($"/customers/{id}")).Number("tier"));
        (await api.CallAsync("POST", $"/customers/{id}/tier", new { tier = 2, until = "2026-12-31", reason = "r" }, headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
    }
}
