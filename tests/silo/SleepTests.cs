using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo;

/// <summary>A silo that slept for forty days, and one that is killed while it catches up.</summary>
public sealed class SleepTests
{
    private const int Customers = 40;

    [Fact]
    public async Task Catches_up_alone_and_after_a_kill_doubles_nothing()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"))
        {
            for (var i = 0; i < Customers; i++)
            {
                await ProgramTests.RegisterAsync(silo, $"c{i}");
                await silo.Client.PostAsJsonAsync(
                    $"/api/v1/customers/c{i}/postings",
                    new { source = "s", externalId = $"{i}", kind = "shipment", amount = 30000, occurredOn = $"2026-05-{(i % 28) + 1:00}" });
            }

            Assert.Equal(0, await silo.StopAsync());
        }

        await TestPostgres.ExecuteAsync(database, "UPDATE business_clock SET offset_microseconds = offset_microseconds + 40 * 86400000000");
        await SiloProcess.RunAsync(folder.Path, database, "Lifecycle:Failpoint=committed@4");
        Assert.NotEqual(0L, await Db.AskAsync(database, "SELECT count(*) FROM customer WHERE next_review_on <= '2026-07-25'"));
        await using var again = await SiloProcess.StartAsync(folder.Path, database);
        await Machine.UntilAsync(
            async () => await Db.AskAsync(database, "SELECT count(*) FROM customer WHERE next_review_on <= '2026-07-25'") is 0L,
            "the reviews of the missed days");
        await Machine.UntilAsync(
            async () => await Db.AskAsync(database, "SELECT count(*) FROM job_run WHERE name = 're-rate' AND status = 'running'") is 0L,
            "the run that was killed to end");

        Assert.Equal(0L, await Db.AskAsync(database, """
            SELECT count(*) FROM (SELECT rated_on <= lag(rated_on) OVER (PARTITION BY customer_id ORDER BY version) AS again
                                  FROM rating WHERE rated_on > '2026-06-15') r WHERE again
            """));
        Assert.Equal("done", await RunAsync(again, "verify"));
    }

    [Fact]
    public async Task Verify_fails_by_name_and_a_run_can_be_seen_and_cancelled()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(folder.Path, database);
        await ProgramTests.RegisterAsync(silo, "tampered");
        await TestPostgres.ExecuteAsync(database, "UPDATE customer SET tier = 1 WHERE id = 'tampered'");
        var run = await StartAsync(silo, "verify");
        Assert.Equal("failed", await EndOfAsync(silo, run));
        var failed = await ReadAsync(silo, run);
        Assert.Contains("tampered", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (failed.GetProperty("processed").GetInt32(), failed.GetProperty("total").GetInt32()));

        Assert.Equal("done", await RunAsync(silo, "re-rate?scope=all"));
        using var late = await silo.Client.DeleteAsync(run);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        using var unknown = await silo.Client.PostAsync("/api/v1/jobs/brew-coffee/runs", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    internal static async Task<string> RunAsync(SiloProcess silo, string job)
    {
        var (name, scope) = job.Split('?') is [var n, var s] ? (n, "?" + s) : (job, "");
        return await EndOfAsync(silo, await StartAsync(silo, name, scope));
    }

    /// <summary>How a run ended, and why it failed if it did.</summary>
    internal static async Task<(string Status, string? Error)> EndAsync(SiloProcess silo, string job)
    {
        var run = await StartAsync(silo, job);
        return (await EndOfAsync(silo, run), (await ReadAsync(silo, run)).GetProperty("error").GetString());
    }

    /// <summary>Asks for a run: its address.</summary>
    internal static async Task<string> StartAsync(SiloProcess silo, string name, string scope = "")
    {
        using var response = await silo.Client.PostAsync($"/api/v1/jobs/{name}/runs{scope}", null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    /// <summary>Waits for the end of a run: its status.</summary>
    internal static async Task<string> EndOfAsync(SiloProcess silo, string run)
    {
        var status = "";
        await Machine.UntilAsync(async () => (status = (await ReadAsync(silo, run)).GetProperty("status").GetString()!) is not ("queued" or "running"), "the run");
        return status;
    }

    private static Task<JsonElement> ReadAsync(SiloProcess silo, string run) => silo.Client.GetFromJsonAsync<JsonElement>(run);
}
