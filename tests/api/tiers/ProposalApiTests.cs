using System.Text.Json;
using Lifecycle.Tests.Grains.Tiering;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Tiers;

/// <summary>Changes of tier that wait for approval, over HTTP.</summary>
public sealed class ProposalApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Proposed_seen_and_decided()
    {
        var (approved, rejected) = await WaitingAsync("wang", 2) is [var first, var second] ? (first, second) : default;
        var open = await OpenAsync(approved);
        Assert.Equal(("open", 4m, 3m, "2026-07-15", "wang"), (open.Text("status"), open.Number("from"), open.Number("to"), open.Text("expiresOn"), open.Text("manager")));
        var customer = await api.ReadAsync($"/customers/{approved}");
        Assert.Equal((4m, "approval"), (customer.Number("tier"), customer.Text("tierBy")));
        Assert.Contains("Tier 4 holds until another one is approved.", (await api.ReadAsync($"/customers/{approved}/rating")).GetProperty("sentences").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal("tier_proposed", Assert.Single((await api.ReadAsync($"/alerts?customer={approved}&kind=tier_proposed&status=open")).GetProperty("items").EnumerateArray()).Text("kind"));

        var at = $"/tiers/proposals/{open.Text("id")}";
        (await api.CallAsync("POST", at + "/approve", new { to = 2 })).IsProblem(409, "proposal-moved", "/to");
        var answer = (await api.CallAsync("POST", at + "/approve", new { to = 3, reason = "grown" })).Is(200).Body;
        Assert.Equal(("accepted", "approved", "admin", "grown"),
            (answer.Text("status"), answer.GetProperty("proposal").Text("status"), answer.GetProperty("proposal").Text("decidedBy"), answer.GetProperty("proposal").Text("reason")));
        Assert.Equal("duplicate", (await api.CallAsync("POST", at + "/approve")).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", at + "/reject", new { reason = "r" })).IsProblem(409, "proposal-decided");
        Assert.Equal(3m, (await api.ReadAsync($"/customers/{approved}")).Number("tier"));

        var other = $"/tiers/proposals/{(await OpenAsync(rejected)).Text("id")}/reject";
        (await api.CallAsync("POST", other, new { })).IsProblem(422, "required", "/reason");
        (await api.CallAsync("POST", other, new { reason = new string('x', 501) })).IsProblem(422, "text-too-long", "/reason");
        Assert.Equal("rejected", (await api.CallAsync("POST", other, new { reason = "not yet" })).Is(200).Body.GetProperty("proposal").Text("status"));
        Assert.Equal(4m, (await api.ReadAsync($"/customers/{rejected}")).Number("tier"));
        Assert.Empty((await api.ReadAsync($"/alerts?customer={rejected}&kind=tier_proposed&status=open")).GetProperty("items").EnumerateArray());

        var told = (await api.ReadAsync($"/customers/{rejected}/timeline")).GetProperty("items").EnumerateArray().Where(i => i.Text("type").StartsWith("tier-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["tier-rejected", "tier-proposed", "tier-held"], told.Select(i => i.Text("type")));
        Assert.Equal(("admin", "not yet"), (told[0].Text("actor"), told[0].GetProperty("details").Text("reason")));
        Assert.StartsWith("policy:", told[1].Text("actor"), StringComparison.Ordinal);
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Fact]
    public async Task Many_are_approved_at_once_each_for_itself()
    {
        var customers = await WaitingAsync("bulk", 3);
        var ids = new List<string>();
        foreach (var customer in customers)
        {
            ids.Add((await OpenAsync(customer)).Text("id"));
        }

        var named = (await api.CallAsync("POST", "/tiers/proposals/approve", new { ids = new[] { ids[0], "x", "999999", ids[0] }, reason = "r" })).Is(200).Body;
        Assert.Equal((1m, 0m, 2m), (named.Number("accepted"), named.Number("duplicates"), named.Number("rejected")));
        Assert.Equal(["accepted", "rejected", "rejected"], named.GetProperty("items").EnumerateArray().Select(i => i.Text("status")));
        Assert.Equal("proposal-not-found", named.GetProperty("items")[1].Text("code"));

        var key = Calls.NewId("k");
        var filter = new { filter = new { manager = "bulk", from = 4, to = 3 } };
        var moved = (await api.CallAsync("POST", "/tiers/proposals/approve", new { ids = new[] { ids[1] }, to = 2 }, headers: ("Idempotency-Key", key))).Is(200).Body;
        Assert.Equal("proposal-moved", moved.GetProperty("items")[0].Text("code"));
        var found = (await api.CallAsync("POST", "/tiers/proposals/approve", filter)).Is(200).Body;
        Assert.Equal((2m, false), (found.Number("accepted"), found.GetProperty("more").GetBoolean()));
        (await api.CallAsync("POST", "/tiers/proposals/approve", new { ids }, headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(3m, (await api.CallAsync("POST", "/tiers/proposals/approve", new { ids })).Is(200).Body.Number("duplicates"));

        var page = await api.ReadAsync("/tiers/proposals?manager=bulk&status=approved&limit=2&count=true&sort=customerId");
        Assert.Equal((3m, 2), (page.Number("total"), page.GetProperty("items").GetArrayLength()));
        Assert.Single((await api.ReadAsync($"/tiers/proposals?manager=bulk&status=approved&limit=2&sort=customerId&after={page.Text("next")}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await api.ReadAsync("/tiers/proposals?manager=bulk&to=1,2")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task By_filter_a_repetition_is_about_what_the_first_request_found()
    {
        var seen = await WaitingAsync("keyed", 2);
        var (filter, key) = (new { filter = new { manager = "keyed" } }, ("Idempotency-Key", Calls.NewId("k")));
        Assert.Equal(2m, (await api.CallAsync("POST", "/tiers/proposals/approve", filter, headers: key)).Is(200).Body.Number("accepted"));

        var unseen = (await WaitingAsync("keyed", 1))[0];
        var again = (await api.CallAsync("POST", "/tiers/proposals/approve", filter, headers: key)).Is(200).Body;
        Assert.Equal((0m, 2m, 0m, false), (again.Number("accepted"), again.Number("duplicates"), again.Number("rejected"), again.GetProperty("more").GetBoolean()));
        Assert.Equal("open", (await OpenAsync(unseen)).Text("status"));
        (await api.CallAsync("POST", "/tiers/proposals/approve", new { filter = new { manager = "other" } }, headers: key)).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(1m, (await api.CallAsync("POST", "/tiers/proposals/approve", filter)).Is(200).Body.Number("accepted"));
        Assert.Equal([2m, 2m], [(decimal)seen.Length, again.GetProperty("items").GetArrayLength()]);
    }

    [Theory]
    [InlineData("{}", 422, "required", "/ids")]
    [InlineData("""{ "ids": ["1"], "filter": {} }""", 422, "required", "/ids")]
    [InlineData("""{ "ids": ["1"], "reason": " " }""", 422, "required", "/reason")]
    [InlineData("""{ "ids": [null] }""", 400, "invalid-value", "/ids")]
    [InlineData("""{ "filter": { "from": "x" } }""", 400, "invalid-value", "/filter/from")]
    [InlineData("""{ "filter": { "from": 0 } }""", 422, "tier-out-of-range", "/filter/from")]
    [InlineData("""{ "filter": { "to": 99999 } }""", 422, "tier-out-of-range", "/filter/to")]
    [InlineData("""{ "ids": ["1"], "to": 5 }""", 422, "tier-out-of-range", "/to")]
    [InlineData("""{ "filter": { "manager": "a\u0000" } }""", 422, "text-invalid", "/filter/manager")]
    [InlineData("""{ "filter": { "more": 1 } }""", 400, "invalid-value", null)]
    public async Task A_bulk_request_at_fault_is_a_problem(string body, int status, string code, string? field) =>
        (await api.CallAsync("POST", "/tiers/proposals/approve", body)).IsProblem(status, code, field);

    [Fact]
    public async Task Bad_requests_are_problems()
    {
        (await api.CallAsync("POST", "/tiers/proposals/1000000/approve")).IsProblem(404, "proposal-not-found", "/id");
        (await api.CallAsync("POST", "/tiers/proposals/x/reject", new { reason = "r" })).IsProblem(404, "proposal-not-found", "/id");
        (await api.CallAsync("GET", "/tiers/proposals?status=new")).IsProblem(400, "invalid-parameter", "/status");
        (await api.CallAsync("GET", "/tiers/proposals?from=9")).IsProblem(400, "invalid-parameter", "/from");
        (await api.CallAsync("GET", "/tiers/proposals?sort=reason")).IsProblem(400, "invalid-sort", "/sort");
        (await api.CallAsync("GET", "/tiers/proposals?after=abc")).IsProblem(400, "invalid-cursor", "/after");
    }

    [Fact]
    public async Task Whoever_has_the_role_that_the_policy_names_decides()
    {
        var customer = (await WaitingAsync("board", 1, """{ "when": "everyRating", "effect": "approval", "role": "tier-board" }"""))[0];
        var id = (await OpenAsync(customer)).Text("id");
        foreach (var (method, path, body) in new[]
        {
            ("POST", $"/tiers/proposals/{id}/approve", "{}"), ("POST", $"/tiers/proposals/{id}/reject", """{ "reason": "r" }"""),
            ("POST", "/tiers/proposals/approve", $$"""{ "ids": ["{{id}}"] }"""), ("DELETE", $"/customers/{customer}/tier", ""),
            ("POST", $"/customers/{customer}/tier", """{ "tier": 1, "until": "2199-01-01", "reason": "r" }"""),
        })
        {
            // Also the account admin: it grants roles, and has those that it was granted.
            (await api.CallAsync(method, path, body.Length == 0 ? null : body)).IsProblem(403, "approver-required");
        }

        var member = await api.AccountAsync("member");
        (await api.CallAsync("POST", $"/tiers/proposals/{id}/approve", headers: member)).IsProblem(403, "approver-required");
        (await api.CallAsync("PUT", "/users/member", new { roles = new[] { "tier-board" } })).Is(201);
        var answer = (await api.CallAsync("POST", $"/tiers/proposals/{id}/approve", headers: member)).Is(200).Body;
        Assert.Equal("member", answer.GetProperty("proposal").Text("decidedBy"));

        // The policy in force says who: another one, another answer.
        await PublishAsync("""{ "when": "everyRating", "effect": "approval" }""");
        (await api.CallAsync("POST", $"/customers/{customer}/tier", new { tier = 1, until = "2199-01-01", reason = "r" })).Is(200);
    }

    /// <summary>Customers of tier 4 when approvals begin, which have paid since: by their points tier 3.</summary>
    private async Task<string[]> WaitingAsync(
        string manager, int count, string review = """{ "when": "everyRating", "effect": "approval" }""")
    {
        await PublishAsync("""{ "when": "everyRating" }""");
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = await api.CustomerAsync(new { name = "N", manager });
            await api.PostingAsync(ids[i], "shipment", 2_100_000, "2026-05-10");
        }

        await PublishAsync(review);
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "re-rate"));
        foreach (var id in ids)
        {
            await api.PostingAsync(id, "repayment", 2_100_000, "2026-06-01");
        }

        return ids;
    }

    private async Task PublishAsync(string review)
    {
        var draft = (await api.CallAsync("POST", "/policies", TierPolicies.Json(review))).Is(201).Body;
        (await api.CallAsync("POST", $"/policies/{draft.Number("version")}/publish", new { inForceFrom = "2026-06-15" })).Is(200);
    }

    private async Task<JsonElement> OpenAsync(string customer) =>
        Assert.Single((await api.ReadAsync($"/tiers/proposals?customer={customer}&status=open")).GetProperty("items").EnumerateArray());
}
