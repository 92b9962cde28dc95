using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>What-if over HTTP, on a portfolio that a fixed seed made.</summary>
[Collection(PopulatedSilo.Name)]
public sealed class SimulationTests(PopulatedSilo silo)
{
    private const string Day = "2026-03-31";

    [Fact]
    public async Task A_draft_is_simulated_on_a_day_and_every_mover_says_why()
    {
        await silo.ReadyAsync();
        var draft = await DraftAsync("Strict", Strict);
        var at = await SimulatedAsync(draft, new { asOf = Day });
        var done = await silo.ReadAsync(at + "?by=class");
        Assert.Equal(("done", PopulatedSilo.Customers, PopulatedSilo.Customers), (done.Text("status"), done.Number("processed"), done.Number("total")));
        Assert.True(done.GetProperty("isComplete").GetBoolean());
        Assert.Equal((draft, 1, true), (done.Number("version"), done.Number("revision"), done.IsNull("against")));
        var day = Assert.Single(done.GetProperty("days").EnumerateArray());
        Assert.Equal((Day, 1, true), (day.Text("day"), day.Number("against"), day.IsNull("backtest")));
        Assert.StartsWith("90 days after", day.Text("noBacktest"), StringComparison.Ordinal);

        // Before is the portfolio of the day, and the matrix leads from it to after.
        var before = await silo.ReadAsync($"/portfolio?asOf={Day}");
        foreach (var group in new[] { "byState", "byClass", "byTier", "byManager", "byRegion" })
        {
            Assert.True(JsonElement.DeepEquals(before.GetProperty(group), day.GetProperty("before").GetProperty(group)), group);
        }

        var cells = day.GetProperty("cells").EnumerateArray().ToArray();
        Assert.Equal(Sums(day, "before"), Sums(cells, "from", "salesBefore"));
        Assert.Equal(Sums(day, "after"), Sums(cells, "to", "sales"));
        var movers = await MoversAsync(at, "by=class", limit: 7);
        Assert.Equal(done.Number("movers"), movers.Count);
        Assert.NotEmpty(movers);
        Assert.Equal(movers.OrderByDescending(m => m.Number("receivable")).Select(m => m.Number("receivable")), movers.Select(m => m.Number("receivable")));
        Assert.True(day.GetProperty("alerts").EnumerateArray().Sum(a => a.Number("count")) > 0);

        foreach (var mover in movers)
        {
            var customer = mover.Text("customerId");
            var why = await silo.ReadAsync($"{at}/movers/{customer}");
            var rating = await silo.ReadAsync($"/customers/{customer}/rating?asOf={Day}");
            foreach (var name in new[] { "class", "score", "tier", "measures", "rules", "sentences" })
            {
                Assert.True(JsonElement.DeepEquals(rating.GetProperty(name), why.GetProperty("before").GetProperty(name)), name);
            }

            foreach (var side in new[] { "before", "after" })
            {
                Assert.Equal(
                    (mover.GetProperty(side).Text("class"), mover.GetProperty(side).Number("tier"), mover.GetProperty(side).Number("score")),
                    (why.GetProperty(side).Text("class"), why.GetProperty(side).Number("tier"), why.GetProperty(side).Number("score")));
            }

            Assert.Equal(draft, why.GetProperty("after").Number("policyVersion"));
        }

        var chinese = await silo.ReadAsync($"{at}/movers/{movers[0].Text("customerId")}?language=zh-CN");
        Assert.Contains("。", chinese.GetProperty("after").GetProperty("sentences")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mover_is_explained_with_the_class_in_force_where_its_move_waits()
    {
        await silo.ReadyAsync();
        var draft = await DraftAsync("Patient", json => json["transitions"] = JsonNode.Parse("""[{ "from": "*", "to": "*", "afterDays": 900 }]"""));
        var at = await SimulatedAsync(draft, new { asOf = Day });
        var movers = (await MoversAsync(at, "by=class")).Where(m => m.GetProperty("before").Text("class") != m.GetProperty("after").Text("class")).ToList();
        Assert.NotEmpty(movers);
        foreach (var mover in movers.Take(20))
        {
            var after = (await silo.ReadAsync($"{at}/movers/{mover.Text("customerId")}")).GetProperty("after");
            Assert.Equal((mover.GetProperty("after").Text("class"), mover.GetProperty("before").Text("class")), (after.Text("class"), after.Text("classComputed")));
            Assert.Equal($"By the rules it would be {after.Text("classComputed")}, but the move waits.", after.GetProperty("sentences")[1].GetString());

            // Since when it waits, and until when, is kept: in the list, and with the reasons.
            var (since, until) = (DateOnly.Parse(after.Text("classSince"), CultureInfo.InvariantCulture), DateOnly.Parse(after.Text("waitsUntil"), CultureInfo.InvariantCulture));
            Assert.Equal(since.AddDays(900), until);
            Assert.Equal((after.Text("waitsUntil"), true), (mover.GetProperty("after").Text("waitsUntil"), !mover.GetProperty("before").TryGetProperty("waitsUntil", out _)));
            Assert.Equal(0, after.GetProperty("waitsFor").GetArrayLength());
            Assert.Equal($"A move from anything to anything takes 900 days, counted from {since:yyyy-MM-dd}: not before {until:yyyy-MM-dd}.", after.GetProperty("sentences")[2].GetString());
        }
    }

    [Fact]
    public async Task Movers_are_filtered_by_the_places_of_the_matrix_and_by_manager()
    {
        await silo.ReadyAsync();
        var at = await SimulatedAsync(await DraftAsync("Strict", Strict), new { asOf = Day });
        foreach (var by in new[] { "state", "class", "tier" })
        {
            var day = (await silo.ReadAsync($"{at}?by={by}")).GetProperty("days")[0];
            foreach (var cell in day.GetProperty("cells").EnumerateArray().Where(c => c.Text("from") != c.Text("to")))
            {
                var found = await MoversAsync(at, $"by={by}&from={cell.Text("from")}&to={cell.Text("to")}&sort=customerId");
                Assert.Equal(cell.Number("customers"), found.Count);
                Assert.Equal(cell.Number("receivable"), found.Sum(m => m.Number("receivable")));
                Assert.Equal(found.Select(m => m.Text("customerId")).Order(StringComparer.Ordinal), found.Select(m => m.Text("customerId")));
            }
        }

        var all = await MoversAsync(at, "sort=scoreAfter,-sales");
        Assert.Equal(
            all.Count(m => m.IsNull("manager") || m.Text("manager") == "li.na"),
            (await silo.ReadAsync($"{at}/movers?manager=,li.na&count=true&limit=1")).Number("total"));
        (await silo.CallAsync("GET", $"{at}/movers/nobody")).IsProblem(404, "mover-not-found", "/customerId");
        (await silo.CallAsync("GET", $"{at}/movers?sort=name")).IsProblem(400, "invalid-sort");
        (await silo.CallAsync("GET", $"{at}/movers?after=eA")).IsProblem(400, "invalid-cursor");
        (await silo.CallAsync("GET", $"{at}?by=region")).IsProblem(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_span_has_its_month_ends_and_a_backtest_where_ninety_days_have_passed()
    {
        await silo.ReadyAsync();
        var draft = await DraftAsync("Strict", Strict);
        var days = (await silo.ReadAsync(await SimulatedAsync(draft, new { from = "2026-02-01", to = "2026-05-15" }))).GetProperty("days").EnumerateArray().ToArray();
        Assert.Equal(["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-15"], days.Select(d => d.Text("day")));
        Assert.Equal([false, true, true, true], days.Select(d => d.IsNull("backtest")));
        var backtest = days[0].GetProperty("backtest");
        Assert.Equal(("2026-02-28", "2026-05-29"), (backtest.Text("on"), backtest.Text("checkedOn")));
        foreach (var (side, version) in new[] { "before", "after" }.Zip(backtest.GetProperty("versions").EnumerateArray()))
        {
            Assert.Equal(
                days[0].GetProperty(side).GetProperty("byState").EnumerateArray().Where(p => p.Text("key") is "problem" or "deteriorating").Sum(p => p.Number("customers")),
                version.Number("called"));
            Assert.InRange(version.Number("calledOverdue"), 0, Math.Min(version.Number("called"), version.Number("overdue")));
        }
    }

    [Fact]
    public async Task What_was_simulated_stays_what_it_was_when_the_draft_changes()
    {
        await silo.ReadyAsync();
        var draft = await DraftAsync("First", Strict);
        var first = await SimulatedAsync(draft, new { asOf = Day });
        var mover = (await MoversAsync(first, "sort=-receivable", limit: 1))[0].Text("customerId");
        var (found, why) = (await silo.ReadAsync(first), await silo.ReadAsync($"{first}/movers/{mover}"));
        Assert.Equal((1, 1), await RevisionsAsync());

        (await silo.CallAsync("PUT", $"/policies/{draft}", Edited("Second", _ => { }))).Is(200);
        Assert.Equal((2, 1), await RevisionsAsync());
        Assert.True(JsonElement.DeepEquals(found, await silo.ReadAsync(first)));
        Assert.True(JsonElement.DeepEquals(why, await silo.ReadAsync($"{first}/movers/{mover}")));
        var second = await SimulatedAsync(draft, new { asOf = Day });
        Assert.Equal((2, 0), ((await silo.ReadAsync(second)).Number("revision"), (await silo.ReadAsync(second)).Number("movers")));
        Assert.Equal((2, 2), await RevisionsAsync());
        Assert.Equal(
            [second, first],
            (await silo.ReadAsync($"/policies/{draft}/simulations")).GetProperty("items").EnumerateArray().Select(i => $"/policies/{draft}/simulations/{i.Text("id")}"));

        async Task<(decimal Revision, decimal Simulated)> RevisionsAsync()
        {
            var policy = await silo.ReadAsync($"/policies/{draft}");
            return (policy.Number("revision"), policy.Number("simulatedRevision"));
        }
    }

    [Fact]
    public async Task Two_at_once_run_one_after_the_other_and_a_repeated_request_is_one()
    {
        await silo.ReadyAsync();
        var (one, two, key) = (await DraftAsync("One", Strict), await DraftAsync("Two", _ => { }), Calls.NewId("k"));
        var replies = await Task.WhenAll(
            silo.CallAsync("POST", $"/policies/{one}/simulate", new { asOf = Day }, headers: ("Idempotency-Key", key)),
            silo.CallAsync("POST", $"/policies/{two}/simulate", new { asOf = Day, against = one }),
            silo.CallAsync("POST", $"/policies/{one}/simulate", new { asOf = Day }, headers: ("Idempotency-Key", key)));
        Assert.All(replies, r => r.Is(202));
        Assert.Equal(replies[0].Body.Text("id"), replies[2].Body.Text("id"));
        var ends = await Task.WhenAll(replies.Select(async r => await EndAsync(r.Headers.Location!.ToString()["/api/v1".Length..])));
        Assert.All(ends, end => Assert.Equal("done", end.Text("status")));

        // Against the draft, the default is the way back.
        Assert.Equal((one, 1), (ends[1].Number("against"), ends[1].Number("againstRevision")));
        Assert.Equal(ends[0].Number("movers"), ends[1].Number("movers"));
        (await silo.CallAsync("DELETE", $"/policies/{one}/simulations/{ends[0].Text("id")}")).IsProblem(409, "run-finished");
        (await silo.CallAsync("GET", $"/policies/{two}/simulations/{ends[0].Text("id")}")).IsProblem(404, "simulation-not-found");
        (await silo.CallAsync("POST", $"/policies/{one}/simulate", new { asOf = "2026-01-01" }, headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_published_version_is_simulated_too_against_itself()
    {
        await silo.ReadyAsync();
        var at = await SimulatedAsync(1, new { asOf = "2026-06-15", against = 1 });
        Assert.Equal((0, 1), ((await silo.ReadAsync(at)).Number("movers"), (await silo.ReadAsync(at)).Number("against")));
        Assert.True((await silo.ReadAsync(at)).IsNull("revision"));
        Assert.True((await silo.ReadAsync("/policies/1")).IsNull("simulatedRevision"));
    }

    [Theory]
    [InlineData("""{ "asOf": "2026-06-16" }""", 422, "date-in-future", "/asOf")]
    [InlineData("""{ "from": "2026-01-01", "to": "2026-06-16" }""", 422, "date-in-future", "/to")]
    [InlineData("""{ "from": "1900-01-01", "to": "2026-06-15" }""", 422, "span-too-long", "/from")]
    [InlineData("{}", 422, "required", "/asOf")]
    [InlineData("""{ "asOf": "2026-06-15", "against": 999 }""", 404, "policy-not-found", "/against")]
    [InlineData("""{ "asOf": "soon" }""", 400, "invalid-value", "/asOf")]
    [InlineData("""{ "asOf": "2026-06-15", "policy": 1 }""", 400, "invalid-value", null)]
    [InlineData("""{ "asOf": "2026-06-15", "against": -1 }""", 404, "policy-not-found", "/against")]
    [InlineData("[]", 400, "invalid-value", null)]
    [InlineData("", 400, "invalid-request", null)]
    public async Task A_request_at_fault_is_a_problem(string body, int status, string code, string? field) =>
        (await silo.CallAsync("POST", "/policies/1/simulate", body)).IsProblem(status, code, field);

    [Fact]
    public async Task A_draft_at_fault_is_refused_with_every_fault()
    {
        var draft = await DraftAsync("Faulty", d => d["score"]![0]!["weight"] = 0.31);
        var refused = (await silo.CallAsync("POST", $"/policies/{draft}/simulate", new { asOf = Day })).IsProblem(422, "policy-invalid");
        Assert.Equal("The weights sum to 1.", refused.Body.GetProperty("errors").GetProperty("/score")[0].GetString());
        (await silo.CallAsync("POST", "/policies/1/simulate", new { asOf = Day, against = draft })).IsProblem(422, "policy-invalid", "/against");
        Assert.Empty((await silo.ReadAsync($"/policies/{draft}/simulations")).GetProperty("items").EnumerateArray());
        foreach (var at in new[] { "/policies/999/simulations", "/policies/current/simulations" })
        {
            (await silo.CallAsync("GET", at)).IsProblem(404, "policy-not-found");
        }

        (await silo.CallAsync("POST", "/policies/999/simulate", new { asOf = Day })).IsProblem(404, "policy-not-found", "/version");
        (await silo.CallAsync("GET", $"/policies/1/simulations/{Guid.NewGuid()}")).IsProblem(404, "simulation-not-found");
        (await silo.CallAsync("GET", $"/policies/1/simulations/{Guid.NewGuid()}/movers")).IsProblem(404, "simulation-not-found");
        Assert.Equal(400, (await silo.CallAsync("GET", "/policies/1/simulations/x")).Status);
    }

    /// <summary>Everybody who owes anything is a problem.</summary>
    internal static void Strict(JsonObject policy) => policy["classes"]!.AsArray().Insert(2, new JsonObject
    {
        ["class"] = "problem.owing",
        ["all"] = new JsonArray(new JsonObject { ["measure"] = "receivable", ["operator"] = ">=", ["threshold"] = 50_000 }),
    });

    internal static JsonObject Edited(string name, Action<JsonObject> edit)
    {
        var document = JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();
        document["name"] = name;
        edit(document);
        return document;
    }

    private async Task<decimal> DraftAsync(string name, Action<JsonObject> edit) =>
        (await silo.CallAsync("POST", "/policies", Edited(name, edit))).Is(201).Body.Number("version");

    /// <summary>A simulation that has been done; its address.</summary>
    private async Task<string> SimulatedAsync(decimal version, object input)
    {
        var at = (await silo.CallAsync("POST", $"/policies/{version}/simulate", input)).Is(202).Headers.Location!.ToString()["/api/v1".Length..];
        var end = await EndAsync(at);
        Assert.True(end.Text("status") == "done", end.ToString());
        return at;
    }

    private async Task<JsonElement> EndAsync(string at)
    {
        var simulation = default(JsonElement);
        await Machine.UntilAsync(async () => (simulation = await silo.ReadAsync(at)).Text("status") is not ("queued" or "running"), "the simulation");
        return simulation;
    }

    private async Task<List<JsonElement>> MoversAsync(string at, string query, int limit = 50)
    {
        var movers = await silo.PagesAsync($"{at}/movers?{query}", limit);
        Assert.Equal(movers.Count, movers.DistinctBy(m => m.Text("customerId")).Count());
        return movers;
    }

    private static string Sums(JsonElement day, string side) => string.Join('\n', day.GetProperty(side).GetProperty("byClass").EnumerateArray()
        .Select(p => Shown(p.Text("key"), p.Number("customers"), p.Number("sales"), p.Number("receivable"))));

    private static string Sums(JsonElement[] cells, string place, string sales) => string.Join('\n', cells
        .GroupBy(c => c.Text(place)).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => Shown(g.Key, g.Sum(c => c.Number("customers")), g.Sum(c => c.Number(sales)), g.Sum(c => c.Number("receivable")))));

    private static string Shown(string place, decimal customers, decimal sales, decimal receivable) =>
        string.Create(CultureInfo.InvariantCulture, $"{place} {customers} {sales:0.00} {receivable:0.00}");
}
