using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Tasks;

/// <summary>To-dos of account managers, their budgets, and visits by tier over HTTP.</summary>
public sealed class TaskApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Done_with_its_day_its_cost_and_a_note()
    {
        var (customer, key) = (await api.CustomerAsync(new { name = "王记" }), Calls.NewId("k"));
        var at = $"/tasks/{await OpenAsync(customer, "gift", "2026-06-20", cost: 5000)}";
        var open = await api.CallAsync("GET", at);
        Assert.Equal(("\"1\"", "王记", "open", "gift", 50m), (open.Is(200).ETag, open.Body.Text("customerName"), open.Body.Text("status"), open.Body.Text("kind"), open.Body.Number("cost")));

        var body = new { on = "2026-06-14", cost = 61.5, note = "送花" };
        var answer = (await api.CallAsync("POST", at + "/done", body, headers: ("Idempotency-Key", key))).Is(200).Body;
        var task = answer.GetProperty("task");
        Assert.Equal(("accepted", "done", "2026-06-14", 61.5m, "送花", "admin"),
            (answer.Text("status"), task.Text("status"), task.Text("doneOn"), task.Number("cost"), task.Text("note"), task.Text("doneBy")));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/done", body, headers: ("Idempotency-Key", key))).Is(200).Body.Text("status"));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/done", body)).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at + "/done", headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
        (await api.CallAsync("POST", at + "/done")).IsProblem(409, "task-done");
        (await api.CallAsync("POST", at + "/cancel")).IsProblem(409, "task-done");
        Assert.Equal("\"2\"", (await api.CallAsync("GET", at)).ETag);
    }

    [Fact]
    public async Task Without_a_body_it_was_done_today_as_planned()
    {
        var at = $"/tasks/{await OpenAsync(await api.CustomerAsync(), "call", "2026-06-20", cost: 100)}";
        var task = (await api.CallAsync("POST", at + "/done")).Is(200).Body.GetProperty("task");
        Assert.Equal(("2026-06-15", 1m), (task.Text("doneOn"), task.Number("cost")));
    }

    [Fact]
    public async Task Cancelled_it_is_over()
    {
        var at = $"/tasks/{await OpenAsync(await api.CustomerAsync(), "call", "2026-06-20")}";
        Assert.Equal("cancelled", (await api.CallAsync("POST", at + "/cancel")).Is(200).Body.GetProperty("task").Text("status"));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/cancel")).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at + "/done")).IsProblem(409, "task-cancelled");
    }

    [Fact]
    public async Task The_list_filters_sorts_and_pages()
    {
        var (customer, manager) = (await api.CustomerAsync(), Calls.NewId("m"));
        var late = await OpenAsync(customer, "call", "2026-07-01", manager: manager);
        var soon = await OpenAsync(customer, "visit", "2026-06-16", manager: manager);
        var nobody = await OpenAsync(customer, "gift", "2026-06-20", cost: 1);
        (await api.CallAsync("POST", $"/tasks/{late}/cancel")).Is(200);

        Assert.Equal([soon, nobody, late], (await api.PagesAsync($"/tasks?customer={customer}", 2)).Select(i => i.Text("id")));
        Assert.Equal([nobody, late, soon], (await api.PagesAsync($"/tasks?customer={customer}&sort=-cost,-dueOn", 1)).Select(i => i.Text("id")));
        Assert.Equal([soon], await IdsAsync($"/tasks?manager={manager}&status=open"));
        Assert.Equal([soon, late], await IdsAsync($"/tasks?manager={manager}"));
        Assert.Equal([nobody], await IdsAsync($"/tasks?customer={customer}&manager="));
        Assert.Equal([soon, nobody], await IdsAsync($"/tasks?customer={customer}&dueTo=2026-06-20"));
        Assert.Equal([soon], await IdsAsync($"/tasks?customer={customer}&kind=visit,call&status=open,done"));
        Assert.Equal(3m, (await api.ReadAsync($"/tasks?customer={customer}&count=true&limit=1")).Number("total"));
    }

    [Fact]
    public async Task A_budget_says_what_is_left()
    {
        var at = $"/care/budgets/{Calls.NewId("礼品").Escaped()}";
        var body = new { name = "礼品", amount = 100, from = "2026-01-01", to = "2026-12-31" };
        (await api.CallAsync("GET", at)).IsProblem(404, "budget-not-found", "/id");
        (await api.CallAsync("PUT", at, body, headers: ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        var made = await api.CallAsync("PUT", at, body, headers: ("If-None-Match", "*"));
        Assert.Equal((201, "\"1\"", 100m), (made.Status, made.ETag, made.Body.Number("remaining")));

        var customer = await api.CustomerAsync();
        var (first, second) = (await OpenAsync(customer, "gift", "2026-06-20", 4000, budget: made.Body.Text("id")), await OpenAsync(customer, "gift", "2026-06-20", 5000, budget: made.Body.Text("id")));
        Assert.Equal((90m, 10m), await LeftAsync());
        (await api.CallAsync("POST", $"/tasks/{first}/done", new { cost = 80 })).Is(200);
        Assert.Equal((130m, -30m), await LeftAsync());
        (await api.CallAsync("POST", $"/tasks/{second}/cancel")).Is(200);
        Assert.Equal((80m, 20m), await LeftAsync());
        Assert.Equal([first, second], await IdsAsync($"/tasks?budget={made.Body.Text("id").Escaped()}&sort=id"));

        (await api.CallAsync("PUT", at, body, headers: ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        Assert.Equal("\"2\"", (await api.CallAsync("PUT", at, new { name = "礼品", amount = 200.5, from = "2026-01-01", to = "2026-12-31" }, headers: ("If-Match", "\"1\""))).Is(200).ETag);
        (await api.CallAsync("PUT", at, body, headers: ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
        Assert.Equal((80m, 120.5m), await LeftAsync());

        async Task<(decimal, decimal)> LeftAsync() => (await api.ReadAsync(at)) is var b ? (b.Number("spent"), b.Number("remaining")) : default;
    }

    [Fact]
    public async Task Visits_are_listed_with_the_next_that_is_due()
    {
        var customer = await api.CustomerAsync(new { name = "N", customerSince = "2026-03-01" });
        var at = $"/customers/{customer}/visits";
        var none = await api.ReadAsync(at);
        Assert.True(none.IsNull("everyDays") && none.IsNull("nextDueOn") && none.IsNull("nextOrdinal"));
        (await api.CallAsync("POST", $"/customers/{customer}/tier", new { tier = 2, until = "2026-12-31", reason = "key" })).Is(200);
        Assert.Equal((60m, 1m, "2026-04-30"), await NextAsync());

        var (first, second) = (await OpenAsync(customer, "visit", "2026-06-20"), await OpenAsync(customer, "visit", "2026-06-21"));
        await OpenAsync(customer, "call", "2026-06-21");
        (await api.CallAsync("POST", $"/tasks/{first}/done", new { on = "2026-06-10" })).Is(200);
        Assert.Equal((60m, 2m, "2026-08-09"), await NextAsync());
        Assert.Equal([second, first], (await api.PagesAsync(at, 1)).Select(i => i.Text("id")));
        Assert.Equal((1m, "2026-06-10"), (await api.ReadAsync(at)) is var visits ? (visits.Number("done"), visits.Text("lastOn")) : default);
        (await api.CallAsync("GET", "/customers/nobody/visits")).IsProblem(404, "customer-not-found");
        (await api.CallAsync("GET", at + "?after=x")).IsProblem(400, "invalid-cursor", "/after");

        async Task<(decimal, decimal, string)> NextAsync() =>
            (await api.ReadAsync(at)) is var v ? (v.Number("everyDays"), v.Number("nextOrdinal"), v.Text("nextDueOn")) : default;
    }

    [Theory]
    [InlineData("POST", "/tasks/x/done", "{}", 404, "task-not-found", "/id")]
    [InlineData("POST", "/tasks/99999999/cancel", "{}", 404, "task-not-found", "/id")]
    [InlineData("POST", "/tasks/1/done", """{ "on": "2026-06-16" }""", 422, "date-in-future", "/on")]
    [InlineData("POST", "/tasks/1/done", """{ "cost": -1 }""", 422, "amount-out-of-range", "/cost")]
    [InlineData("POST", "/tasks/1/done", """{ "cost": 0.001 }""", 422, "amount-too-precise", "/cost")]
    [InlineData("POST", "/tasks/1/done", """{ "note": "\ud800" }""", 400, "invalid-value", "/note")]
    [InlineData("PUT", "/care/budgets/b", """{ "name": "n", "amount": 1, "from": "2026-01-02", "to": "2026-01-01" }""", 422, "invalid-span", "/from")]
    [InlineData("PUT", "/care/budgets/b", """{ "name": "n", "amount": 1, "from": "2026-01-02" }""", 422, "required", "/to")]
    [InlineData("GET", "/tasks?kind=mail", null, 400, "invalid-parameter", "/kind")]
    [InlineData("GET", "/tasks?dueTo=soon", null, 400, "invalid-parameter", "/dueTo")]
    public async Task Bad_requests_are_problems(string method, string path, string? body, int status, string code, string field) =>
        (await api.CallAsync(method, path, body)).IsProblem(status, code, field);

    [Fact]
    public async Task Answers_are_as_described()
    {
        var customer = await api.CustomerAsync();
        var at = $"/tasks/{await OpenAsync(customer, "visit", "2026-06-20", manager: "m")}";
        await Schemas.CheckAsync(api, "get", "/api/v1/tasks/{id}", await api.CallAsync("GET", at));
        await Schemas.CheckAsync(api, "post", "/api/v1/tasks/{id}/done", await api.CallAsync("POST", at + "/done", new { note = "n" }));
        await Schemas.CheckAsync(api, "post", "/api/v1/tasks/{id}/cancel", await api.CallAsync("POST", at + "/cancel"));
        await Schemas.CheckAsync(api, "get", "/api/v1/tasks", await api.CallAsync("GET", "/tasks?limit=1&count=true"));
        await Schemas.CheckAsync(api, "get", "/api/v1/customers/{id}/visits", await api.CallAsync("GET", $"/customers/{customer}/visits"));
        var budget = $"/care/budgets/{Calls.NewId("b")}";
        await Schemas.CheckAsync(api, "put", "/api/v1/care/budgets/{id}", await api.CallAsync("PUT", budget, new { name = "n", amount = 1, from = "2026-01-01", to = "2026-01-01" }));
        await Schemas.CheckAsync(api, "get", "/api/v1/care/budgets/{id}", await api.CallAsync("GET", budget));
    }

    /// <summary>A task as the sender of care opens it; its id.</summary>
    private async Task<string> OpenAsync(string customer, string kind, string dueOn, long cost = 0, string? manager = null, string? budget = null)
    {
        await TestPostgres.ExecuteAsync(api.ConnectionString, $"""
            INSERT INTO care_task (message_key, customer_id, contact_id, manager, kind, due_on, cost, budget_id, status, version, created_at)
            VALUES ('{Calls.NewId("key")}', '{customer}', 1, {Text(manager)}, '{kind}', '{dueOn}', {cost}, {Text(budget)}, 'open', 1, now())
            """);
        return $"{await Db.AskAsync(api.ConnectionString, "SELECT max(id) FROM care_task")}";

        static string Text(string? value) => value is null ? "NULL" : $"'{value}'";
    }

    private async Task<string[]> IdsAsync(string path) =>
        [.. (await api.ReadAsync(path)).GetProperty("items").EnumerateArray().Select(i => i.Text("id"))];
}
