using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Complaining;

/// <summary>A complaint over HTTP: received, assigned, solved, confirmed or reopened; told when it is late.</summary>
public sealed class ComplaintApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Its_whole_life()
    {
        var customer = await api.CustomerAsync(new { name = "王记", manager = "li.na" });
        var received = await api.CallAsync("POST", "/complaints", new { customerId = customer, category = "damage", text = "箱子破了" });
        Assert.Equal(("accepted", "\"1\""), (received.Is(201).Body.Text("status"), received.ETag));
        var at = received.Headers.Location!.OriginalString["/api/v1".Length..];
        var complaint = (await api.ReadAsync(at)).GetProperty("complaint");
        Assert.Equal((customer, "王记", "li.na", "damage", "received", "2026-06-15", "2026-06-25"),
            (complaint.Text("customerId"), complaint.Text("customerName"), complaint.Text("manager"), complaint.Text("category"), complaint.Text("status"),
                complaint.Text("receivedOn"), complaint.Text("dueOn")));

        (await api.CallAsync("POST", at + "/confirm")).IsProblem(409, "complaint-not-solved");
        Assert.Equal("accepted", (await api.CallAsync("POST", at + "/assign", new { assignee = "wu", note = "急" })).Is(200).Body.Text("status"));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/assign", new { assignee = "wu" })).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at + "/solve")).Is(200);
        (await api.CallAsync("POST", at + "/assign", new { assignee = "li" })).IsProblem(409, "complaint-not-open");
        (await api.CallAsync("POST", at + "/reopen", new { note = "还是坏的" })).Is(200);
        (await api.CallAsync("POST", at + "/solve", new { note = "换货" })).Is(200);
        (await api.CallAsync("POST", at + "/confirm")).Is(200);
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/confirm")).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at + "/reopen")).IsProblem(409, "complaint-closed");

        var ended = await api.CallAsync("GET", at);
        Assert.Equal(("\"6\"", "confirmed", 1m), (ended.ETag, ended.Body.GetProperty("complaint").Text("status"), ended.Body.GetProperty("complaint").Number("reopened")));
        Assert.Equal(
            ["received admin  箱子破了", "assigned admin wu 急", "solved admin  ", "reopened admin  还是坏的", "solved admin  换货", "confirmed admin  "],
            ended.Body.GetProperty("history").EnumerateArray().Select(h =>
                $"{h.Text("what")} {h.Text("actor")} {h.GetProperty("assignee").GetString()} {h.GetProperty("note").GetString()}"));
        var told = (await api.ReadAsync($"/customers/{customer}/timeline")).GetProperty("items").EnumerateArray()
            .Where(i => i.Text("type").StartsWith("complaint-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["complaint-confirmed", "complaint-solved", "complaint-reopened", "complaint-solved", "complaint-assigned", "complaint-received"], told.Select(i => i.Text("type")));
        Assert.Equal(("damage", "2026-06-25"), (told[^1].GetProperty("details").Text("category"), told[^1].GetProperty("details").Text("dueOn")));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Fact]
    public async Task A_late_one_is_an_alert_until_it_is_solved()
    {
        var customer = await api.CustomerAsync();
        (await api.CallAsync("POST", $"/customers/{customer}/tier", new { tier = 1, until = "2026-12-31", reason = "key" })).Is(200);
        var late = await ReceiveAsync(customer, "late", "2026-06-04");
        Assert.Equal("2026-06-14", late.GetProperty("complaint").Text("dueOn"));
        Assert.Equal(("complaint_overdue", "high", "2026-06-14", "1"),
            Assert.Single(await AlertsAsync("open")) is var alert ? (alert.Text("kind"), alert.Text("severity"), alert.Text("from"), alert.Text("to")) : default);

        var inTime = await ReceiveAsync(customer, "late", null);
        Assert.Equal("2026-06-16", inTime.GetProperty("complaint").Text("dueOn"));
        Assert.Equal([IdOf(late)], await IdsAsync($"/complaints?customer={customer}&overdue=true"));
        (await api.CallAsync("POST", $"/complaints/{IdOf(late)}/solve")).Is(200);
        Assert.Empty(await IdsAsync($"/complaints?customer={customer}&overdue=true"));
        Assert.Equal("solved", Assert.Single(await AlertsAsync("closed")).Text("closeReason"));

        async Task<JsonElement[]> AlertsAsync(string status) =>
            [.. (await api.ReadAsync($"/alerts?customer={customer}&kind=complaint_overdue&status={status}")).GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task A_request_that_comes_again_is_one_complaint()
    {
        var (customer, key) = (await api.CustomerAsync(), Calls.NewId("k"));
        var body = new { customerId = customer, category = "late" };
        var first = (await api.CallAsync("POST", "/complaints", body, headers: ("Idempotency-Key", key))).Is(201).Body;
        var again = (await api.CallAsync("POST", "/complaints", body, headers: ("Idempotency-Key", key))).Is(200).Body;
        Assert.Equal(("duplicate", IdOf(first)), (again.Text("status"), IdOf(again)));
        (await api.CallAsync("POST", "/complaints", new { customerId = customer, category = "other" }, headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
        Assert.Single(await IdsAsync($"/complaints?customer={customer}"));

        Assert.NotEqual(IdOf(first), IdOf((await api.CallAsync("POST", "/complaints", body)).Is(201).Body));
    }

    [Fact]
    public async Task The_list_filters_sorts_and_pages()
    {
        var customer = await api.CustomerAsync(new { name = "N", manager = "boss" });
        var ids = new List<string>();
        foreach (var (category, on) in new[] { ("b", "2026-06-14"), ("a", "2026-06-13"), ("a", "2026-06-15") })
        {
            ids.Add(IdOf(await ReceiveAsync(customer, category, on)));
        }

        (await api.CallAsync("POST", $"/complaints/{ids[0]}/assign", new { assignee = "wu" })).Is(200);
        (await api.CallAsync("POST", $"/complaints/{ids[1]}/solve")).Is(200);
        var at = $"/complaints?customer={customer}";

        Assert.Equal([ids[2], ids[1], ids[0]], (await api.PagesAsync(at, 2)).Select(i => i.Text("id")));
        Assert.Equal([ids[1], ids[0], ids[2]], (await api.PagesAsync(at + "&sort=dueOn", 1)).Select(i => i.Text("id")));
        Assert.Equal([ids[0]], await IdsAsync(at + "&status=assigned,reopened"));
        Assert.Equal([ids[0]], await IdsAsync(at + "&assignee=wu"));
        Assert.Equal([ids[2], ids[1]], await IdsAsync(at + "&assignee="));
        Assert.Equal([ids[2], ids[1]], await IdsAsync("/complaints?manager=boss&category=a"));
        Assert.Equal(3m, (await api.ReadAsync(at + "&limit=1&count=true")).Number("total"));
    }

    [Theory]
    [InlineData("""{ "category": "c" }""", 422, "required", "/customerId")]
    [InlineData("""{ "customerId": "nobody" }""", 422, "required", "/category")]
    [InlineData("""{ "customerId": "nobody", "category": "c" }""", 404, "customer-not-found", "/customerId")]
    [InlineData("""{ "customerId": "", "category": "c" }""", 422, "required", "/customerId")]
    [InlineData("""{ "customerId": "nobody", "category": "c", "receivedOn": "2026-06-16" }""", 422, "date-in-future", "/receivedOn")]
    [InlineData("""{ "customerId": "nobody", "category": "c", "more": 1 }""", 400, "invalid-value", null)]
    public async Task Bad_input_is_a_problem(string body, int status, string code, string? field) =>
        (await api.CallAsync("POST", "/complaints", body)).IsProblem(status, code, field);

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        (await api.CallAsync("GET", "/complaints/x")).IsProblem(404, "complaint-not-found", "/id");
        (await api.CallAsync("POST", "/complaints/0197a000-0000-7000-8000-000000000001/confirm")).IsProblem(404, "complaint-not-found", "/id");
        (await api.CallAsync("POST", "/complaints/x/assign", new { })).IsProblem(422, "required", "/assignee");
        (await api.CallAsync("GET", "/complaints?status=new")).IsProblem(400, "invalid-parameter", "/status");
        (await api.CallAsync("GET", "/complaints?overdue=yes")).IsProblem(400, "invalid-parameter", "/overdue");
        (await api.CallAsync("GET", "/complaints?sort=text")).IsProblem(400, "invalid-sort", "/sort");
    }

    [Fact]
    public async Task Answers_are_as_described()
    {
        var received = await api.CallAsync("POST", "/complaints", new { customerId = await api.CustomerAsync(), category = "c", text = "t" });
        await Schemas.CheckAsync(api, "post", "/api/v1/complaints", received);
        var at = $"/complaints/{IdOf(received.Body)}";
        await Schemas.CheckAsync(api, "get", "/api/v1/complaints/{id}", await api.CallAsync("GET", at));
        await Schemas.CheckAsync(api, "get", "/api/v1/complaints", await api.CallAsync("GET", "/complaints?count=true&limit=1"));
        await Schemas.CheckAsync(api, "post", "/api/v1/complaints/{id}/assign", await api.CallAsync("POST", at + "/assign", new { assignee = "wu" }));
        await Schemas.CheckAsync(api, "post", "/api/v1/complaints/{id}/solve", await api.CallAsync("POST", at + "/solve", new { note = "n" }));
        await Schemas.CheckAsync(api, "post", "/api/v1/complaints/{id}/solve", await api.CallAsync("POST", at + "/solve", new { note = 1 }));
    }

    private async Task<JsonElement> ReceiveAsync(string customer, string category, string? on) =>
        (await api.CallAsync("POST", "/complaints", new { customerId = customer, category, receivedOn = on })).Is(201).Body;

    private async Task<string[]> IdsAsync(string path) =>
        [.. (await api.ReadAsync(path)).GetProperty("items").EnumerateArray().Select(i => i.Text("id"))];

    private static string IdOf(JsonElement answer) => answer.GetProperty("complaint").Text("id");
}
