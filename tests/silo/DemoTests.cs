using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Silo.Demo;
using Lifecycle.Tests.Grains;
using Lifecycle.Tests.Silo.Demo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo;

/// <summary>The sample portfolio as a newcomer meets it: one setting, a console that moves, and once is once.</summary>
public sealed class DemoTests
{
    private const string Wanted = "Lifecycle:Demo=true";
    private const string StartAt = "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z";
    private const string Customers = "SELECT count(*) FROM customer";
    private const string Complete = "Sample portfolio: complete";

    private static readonly DateOnly Today = Make.Day("2026-06-15");

    [Fact]
    public async Task Loads_what_the_generator_made_and_loads_it_once()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        var rated = DemoFolding.Rate(Today);
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, Wanted, StartAt))
        {
            await UntilPrintedAsync(silo, Complete);
            Assert.Contains("of 2 000 customers", silo.Output, StringComparison.Ordinal);
            var portfolio = await PortfolioAsync(silo);
            Assert.Equal(2000, portfolio.GetProperty("customers").GetInt32());
            Assert.Equal(rated.Sum(c => c.Rating.Measures.Receivable) / 100m, portfolio.GetProperty("receivable").GetDecimal());
            Assert.Equal(
                rated.GroupBy(c => c.Rating.Class).ToDictionary(g => g.Key, g => g.Count()),
                portfolio.GetProperty("byClass").EnumerateArray().ToDictionary(p => p.GetProperty("key").GetString()!, p => p.GetProperty("customers").GetInt32()));
            Assert.Equal(0, await silo.StopAsync());
        }

        var before = await CountsAsync(database);
        Assert.Equal(Expected, before);
        await using var again = await SiloProcess.StartAsync(folder.Path, database, Wanted);
        await UntilPrintedAsync(again, "Sample portfolio: already loaded");
        Assert.Equal(before, await CountsAsync(database));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_even_on_another_day_to_exactly_the_same_ledger()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await SiloProcess.RunAsync(folder.Path, database, Wanted, StartAt, "Lifecycle:Failpoint=committed@20");
        Assert.InRange((await CountsAsync(database)).Customers, 1, 1999);
        await TestPostgres.ExecuteAsync(database, "UPDATE business_clock SET offset_microseconds = offset_microseconds + 86400000000");
        await using var again = await SiloProcess.StartAsync(folder.Path, database, Wanted);
        await UntilPrintedAsync(again, Complete);
        Assert.Equal(Expected, await CountsAsync(database));
    }

    [Fact]
    public async Task Leaves_a_database_alone_that_holds_other_customers()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database))
        {
            await ProgramTests.RegisterAsync(silo, "c1");
        }

        await using var again = await SiloProcess.StartAsync(folder.Path, database, Wanted);
        await UntilPrintedAsync(again, "Sample portfolio: not loaded");
        Assert.Equal(1, (await CountsAsync(database)).Customers);
    }

    private static (long Customers, long Postings, long Cents, long Evaluations) Expected
    {
        get
        {
            var customers = DemoPortfolio.Generate(Today).ToList();
            var postings = customers.SelectMany(c => c.Postings).ToList();
            return (customers.Count, postings.Count, (long)(postings.Sum(p => p.Amount) * 100), customers.Sum(c => c.Judgements.Length));
        }
    }

    private static async Task<(long Customers, long Postings, long Cents, long Evaluations)> CountsAsync(string database) => (
        await CountAsync(database, Customers),
        await CountAsync(database, "SELECT count(*) FROM posting"),
        await CountAsync(database, "SELECT coalesce(sum(cents), 0)::bigint FROM posting"),
        await CountAsync(database, "SELECT count(*) FROM customer_event WHERE type = 'evaluation-recorded'"));

    private static async Task<long> CountAsync(string database, string sql) => (long)(await Db.AskAsync(database, sql))!;

    private static Task<JsonElement> PortfolioAsync(SiloProcess silo) => silo.Client.GetFromJsonAsync<JsonElement>("/api/v1/portfolio");

    private static Task UntilPrintedAsync(SiloProcess silo, string line) =>
        Machine.UntilAsync(() => silo.Output.Contains(line, StringComparison.Ordinal), line);
}
