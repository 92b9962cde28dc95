using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Any day, twice, and what moved the portfolio, over HTTP.</summary>
public sealed class AnyDayTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Causes = ["newBusiness", "behaviour", "passingTime", "latePostings", "changedPolicy"];

    [Fact]
    public async Task A_rating_as_it_was_known_and_what_was_corrected_since()
    {
        var id = await EarlyCustomerAsync();
        await api.PostingAsync(id, "shipment", 25_000, "2026-04-20"); // late

        var rating = await api.ReadAsync($"/customers/{id}/rating?asOf=2026-05-10&knownAt=2026-05-31");
        Assert.Equal(("2026-05-10", "2026-05-31", 1000m), (rating.Text("asOf"), rating.Text("knownAt"), rating.GetProperty("measures").Number("receivable")));
        var since = rating.GetProperty("correctedSince");
        Assert.Equal((1m, 1000m, 26_000m), (since.Number("count"), since.GetProperty("then").Number("receivable"), since.GetProperty("now").Number("receivable")));
        var correction = Assert.Single(since.GetProperty("corrections").EnumerateArray());
        Assert.Equal(("posting", "shipment", 25_000m, true), (correction.Text("type"), correction.GetProperty("details").Text("kind"), correction.GetProperty("details").Number("amount"), correction.IsNull("actor")));
        Assert.StartsWith("2026-06-15", correction.Text("at"), StringComparison.Ordinal);

        // The document that decides is one that was known.
        Assert.Equal("early" + id, rating.GetProperty("documents").GetProperty("daysSinceShipment").Text("externalId"));

        var now = await api.ReadAsync($"/customers/{id}/rating?asOf=2026-05-10");
        Assert.False(now.TryGetProperty("knownAt", out _) || now.TryGetProperty("correctedSince", out _));
        Assert.Equal(26_000m, now.GetProperty("measures").Number("receivable"));
        Assert.Equal("2026-05-31", (await api.ReadAsync($"/customers/{id}/rating?knownAt=2026-05-31")).Text("asOf"));
        (await api.CallAsync("GET", $"/customers/{id}/rating?knownAt=2026-04-30")).IsProblem(404, "customer-not-found");
    }

    [Fact]
    public async Task A_late_fact_is_told_by_who_said_it()
    {
        var id = await EarlyCustomerAsync();
        (await api.CallAsync("PATCH", $"/customers/{id}", new { region = "south", effectiveOn = "2026-01-01" })).Is(200);
        (await api.CallAsync("PATCH", $"/customers/{id}", new { region = "north", effectiveOn = "2026-06-10" })).Is(200);

        var since = (await api.ReadAsync($"/customers/{id}/rating?knownAt=2026-05-31")).GetProperty("correctedSince");
        var correction = Assert.Single(since.GetProperty("corrections").EnumerateArray());
        Assert.Equal(("profile-changed", "admin", "south"), (correction.Text("type"), correction.Text("actor"), correction.GetProperty("details").Text("region")));
    }

    [Fact]
    public async Task The_portfolio_and_its_moves_as_they_were_known()
    {
        var (early, late) = (await EarlyCustomerAsync("e.arly"), await api.CustomerAsync(new { name = "Late", manager = "e.arly" }));
        await api.PostingAsync(early, "shipment", 500, "2026-05-20");
        await api.PostingAsync(late, "shipment", 70, "2026-05-20");

        var then = await api.ReadAsync("/portfolio?asOf=2026-05-31&knownAt=2026-05-31");
        Assert.Equal((1m, 1000m), Of(then, "byManager"));
        var since = then.GetProperty("correctedSince");
        Assert.Equal((1m, 570m), Of(since, "byManager"));
        Assert.True(since.Number("differing") >= 2);
        var now = await api.ReadAsync("/portfolio?asOf=2026-05-31");
        Assert.Equal((2m, 1570m), Of(now, "byManager"));
        foreach (var figure in new[] { "customers", "sales", "receivable", "overdue" })
        {
            Assert.Equal(now.Number(figure), then.Number(figure) + since.GetProperty("total").Number(figure));
        }

        var moves = await api.ReadAsync("/portfolio/migration?from=2026-05-20&knownAt=2026-05-31");
        Assert.Equal(("2026-05-31", "2026-05-31", then.Number("customers")), (moves.Text("to"), moves.Text("knownAt"), moves.GetProperty("cells").EnumerateArray().Sum(c => c.Number("customers"))));

        static (decimal, decimal) Of(JsonElement portfolio, string group) => portfolio.GetProperty(group).EnumerateArray()
            .Where(p => p.GetProperty("key").GetString() == "e.arly").Select(p => (p.Number("customers"), p.Number("receivable"))).Single();
    }

    [Fact]
    public async Task What_moved_the_portfolio_adds_up()
    {
        var id = await EarlyCustomerAsync("m.over");
        await api.PostingAsync(id, "repayment", 300, "2026-05-25"); // late
        await api.PostingAsync(id, "repayment", 200, "2026-06-05");
        var begun = await api.CustomerAsync(new { name = "New", manager = "m.over" });
        await api.PostingAsync(begun, "shipment", 70, "2026-06-05");

        var changes = await api.ReadAsync("/portfolio/changes?from=2026-05-31&to=2026-06-14");
        var mine = changes.GetProperty("byManager").EnumerateArray().Single(p => p.GetProperty("key").GetString() == "m.over");
        Assert.Equal((1000m, 570m), (mine.GetProperty("before").Number("receivable"), mine.GetProperty("after").Number("receivable")));
        Assert.Equal([70m, -200m, 0m, -300m, 0m], Causes.Select(cause => mine.GetProperty(cause).Number("receivable")));
        Assert.Equal(("2026-05-15", "2026-06-15"), ((await api.ReadAsync("/portfolio/changes")).Text("from"), (await api.ReadAsync("/portfolio/changes")).Text("to")));

        var after = await api.ReadAsync("/portfolio?asOf=2026-06-14");
        Assert.Equal(after.Number("receivable"), changes.GetProperty("total").GetProperty("after").Number("receivable"));
        foreach (var part in new[] { "byState", "byClass", "byTier", "byManager", "byRegion" }.SelectMany(g => changes.GetProperty(g).EnumerateArray()).Append(changes.GetProperty("total")))
        {
            foreach (var figure in new[] { "customers", "sales", "receivable", "overdue", "scoreSum" })
            {
                Assert.Equal(part.GetProperty("change").Number(figure), Causes.Sum(cause => part.GetProperty(cause).Number(figure)));
                Assert.Equal(part.GetProperty("after").Number(figure), part.GetProperty("before").Number(figure) + part.GetProperty("change").Number(figure));
            }
        }
    }

    [Theory]
    [InlineData("/portfolio?knownAt=2026-06-16", 422, "date-in-future", "/knownAt")]
    [InlineData("/portfolio?asOf=2026-06-16&knownAt=2026-06-15", 422, "date-in-future", "/asOf")]
    [InlineData("/portfolio?asOf=2026-06-10&knownAt=2026-06-09", 422, "known-before-day", "/knownAt")]
    [InlineData("/portfolio?knownAt=yesterday", 400, "invalid-parameter", "/knownAt")]
    [InlineData("/portfolio?knownAt=", 400, "invalid-parameter", "/knownAt")]
    [InlineData("/portfolio?knownAt=1899-12-31", 422, "date-out-of-range", "/knownAt")]
    [InlineData("/portfolio?knownAt=2026-06-01&knownAt=2026-06-02", 400, "invalid-parameter", "/knownAt")]
    [InlineData("/portfolio/migration?to=2026-06-10&knownAt=2026-06-09", 422, "known-before-day", "/knownAt")]
    [InlineData("/portfolio/migration?from=2026-06-10&knownAt=2026-06-09", 422, "invalid-span", "/from")]
    [InlineData("/portfolio/migration?knownAt=2026-06-16", 422, "date-in-future", "/knownAt")]
    [InlineData("/portfolio/changes?from=2026-06-10&to=2026-06-09", 422, "invalid-span", "/from")]
    [InlineData("/portfolio/changes?to=2026-06-16", 422, "date-in-future", "/to")]
    [InlineData("/portfolio/changes?from=x", 400, "invalid-parameter", "/from")]
    [InlineData("/customers/q/rating?knownAt=2026-06-16", 422, "date-in-future", "/knownAt")]
    [InlineData("/customers/q/rating?asOf=2026-06-15&knownAt=2026-06-14", 422, "known-before-day", "/knownAt")]
    [InlineData("/customers/q/rating?knownAt=2026-06-15&policy=99", 404, "policy-not-found", "/policy")]
    [InlineData("/customers/nobody/rating?knownAt=2026-06-15", 404, "customer-not-found", null)]
    public async Task Days_are_checked(string path, int status, string code, string? pointer)
    {
        await api.CallAsync("PUT", "/customers/q", new { name = "Q" });
        (await api.CallAsync("GET", path)).IsProblem(status, code, pointer);
    }

    [Fact]
    public async Task Extreme_days_have_answers()
    {
        Assert.Equal(0, (await api.ReadAsync("/portfolio?asOf=1900-01-01&knownAt=1900-01-01")).Number("customers"));
        await api.CallAsync("PUT", "/customers/extreme", new { name = "Extreme" });
        Assert.Equal(
            (await api.ReadAsync("/portfolio?asOf=2026-06-15")).Number("customers"), (await api.ReadAsync("/portfolio?knownAt=2026-06-15")).Number("customers"));
    }

    [Fact]
    public async Task From_the_very_first_day_on_everything_has_moved()
    {
        var changes = (await api.ReadAsync("/portfolio/changes?from=1900-01-01&to=2026-06-15")).GetProperty("total");
        Assert.Equal(0m, changes.GetProperty("before").Number("customers"));
        Assert.Equal(changes.GetProperty("after").Number("sales"), changes.GetProperty("newBusiness").Number("sales"));
    }

    /// <summary>Registered, and shipped to for 1 000, on the first of May.</summary>
    private async Task<string> EarlyCustomerAsync(string? manager = null)
    {
        var id = await api.CustomerAsync(new { name = "Early", manager });
        var posting = Calls.Posting("early" + id, "shipment", 1000, "2026-04-30");
        (await api.CallAsync("POST", $"/customers/{id}/postings", posting)).Is(200);
        await TestPostgres.ExecuteAsync(api.ConnectionString, $"""
            UPDATE posting SET recorded_at = '2026-05-01T04:00:00Z' WHERE customer_id = '{id}';
            UPDATE customer_event SET recorded_at = '2026-05-01T04:00:00Z' WHERE customer_id = '{id}';
            """);
        return id;
    }
}
