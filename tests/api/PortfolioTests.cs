using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(PopulatedSilo.Name)]
public class PortfolioTests(PopulatedSilo silo)
{
    private static readonly string[] Groups = ["byState", "byClass", "byTier", "byManager", "byRegion"];

    [Fact]
    public async Task Live_figures_are_those_of_today()
    {
        await silo.ReadyAsync();
        var live = await silo.ReadAsync("/portfolio");
        var today = await silo.ReadAsync("/portfolio?asOf=2026-06-15");
        Assert.Equal(0, live.Number("pending"));
        Assert.True(JsonElement.DeepEquals(live, today), $"{live}\n{today}");
    }

    [Fact]
    public async Task Every_group_adds_up_to_the_whole()
    {
        await silo.ReadyAsync();
        foreach (var day in new[] { "", "?asOf=2026-06-15", "?asOf=2025-12-31", "?asOf=2024-02-29", "?asOf=1999-01-01" })
        {
            var portfolio = await silo.ReadAsync("/portfolio" + day);
            Assert.Equal(PopulatedSilo.Customers, portfolio.Number("customers"));
            foreach (var group in Groups)
            {
                var parts = portfolio.GetProperty(group).EnumerateArray().ToArray();
                Assert.Equal(parts.Length, parts.DistinctBy(p => p.GetProperty("key").ToString() + p.GetProperty("key").ValueKind).Count());
                foreach (var figure in new[] { "customers", "sales", "receivable", "overdue" })
                {
                    Assert.Equal(portfolio.Number(figure), parts.Sum(p => p.Number(figure)));
                }
            }

            Assert.Equal(
                portfolio.Number("prospects"),
                portfolio.GetProperty("byClass").EnumerateArray().Where(p => p.Text("key") == "dormant.prospect").Sum(p => p.Number("customers")));
        }
    }

    [Fact]
    public async Task The_figures_are_the_sums_of_the_customers()
    {
        await silo.ReadyAsync();
        var portfolio = await silo.ReadAsync("/portfolio");
        var customers = (await silo.ReadAsync("/customers?limit=500")).GetProperty("items").EnumerateArray().ToArray();
        foreach (var (group, field) in Groups.Zip(["state", "class", "tier", "manager", "region"]))
        {
            var expected = customers.GroupBy(c => c.GetProperty(field).ValueKind == JsonValueKind.Null ? null : c.GetProperty(field).ToString())
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, (decimal)g.Count(), g.Sum(c => c.Number("sales")), g.Sum(c => c.Number("receivable")), g.Sum(c => c.Number("overdue")),
                    decimal.Round(g.Average(c => c.Number("score")), 2, MidpointRounding.AwayFromZero)));
            Assert.Equal(expected, portfolio.GetProperty(group).EnumerateArray().Select(
                p => (p.GetProperty("key").GetString(), p.Number("customers"), p.Number("sales"), p.Number("receivable"), p.Number("overdue"), p.Number("meanScore"))));
        }

        foreach (var customer in customers.Where((_, i) => i % 9 == 0))
        {
            var rating = await silo.ReadAsync($"/customers/{customer.Text("id")}/rating");
            Assert.Equal((rating.Text("class"), rating.Number("score"), rating.Number("tier")), (customer.Text("class"), customer.Number("score"), customer.Number("tier")));
            Assert.Equal(rating.GetProperty("measures").Number("receivable"), customer.Number("receivable"));
        }
    }

    [Theory]
    [InlineData("state", "byState")]
    [InlineData("class", "byClass")]
    [InlineData("tier", "byTier")]
    public async Task Migration_leads_from_one_portfolio_to_the_other(string by, string group)
    {
        await silo.ReadyAsync();
        var migration = await silo.ReadAsync($"/portfolio/migration?from=2025-03-31&to=2026-03-31&by={by}");
        Assert.Equal(("2025-03-31", "2026-03-31"), (migration.Text("from"), migration.Text("to")));
        var cells = migration.GetProperty("cells").EnumerateArray().ToArray();
        var (earlier, later) = (await silo.ReadAsync("/portfolio?asOf=2025-03-31"), await silo.ReadAsync("/portfolio?asOf=2026-03-31"));

        Assert.Equal(
            earlier.GetProperty(group).EnumerateArray().Select(p => (p.Text("key"), p.Number("customers"))),
            cells.GroupBy(c => c.Text("from")).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(c => c.Number("customers")))));
        Assert.Equal(
            later.GetProperty(group).EnumerateArray().Select(p => (p.Text("key"), p.Number("customers"), p.Number("receivable"))),
            cells.GroupBy(c => c.Text("to")).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(c => c.Number("customers")), g.Sum(c => c.Number("receivable")))));
    }

    [Fact]
    public async Task Migration_over_no_time_goes_nowhere()
    {
        await silo.ReadyAsync();
        var cells = (await silo.ReadAsync("/portfolio/migration?from=2026-06-15&to=2026-06-15")).GetProperty("cells").EnumerateArray();
        Assert.All(cells, c => Assert.Equal(c.Text("from"), c.Text("to")));
        Assert.Equal("2025-06-15", (await silo.ReadAsync("/portfolio/migration")).Text("from"));
    }
}
