using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>A simulation that is cancelled, and one whose silo is killed.</summary>
public sealed class StoppedSimulationTests
{
    [Fact]
    public async Task One_is_cancelled_and_one_goes_on_by_itself_after_a_kill()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        string killed;
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"))
        {
            await ProgramTests.RegisterAsync(silo, "c");
            using var draft = await silo.Client.PostAsJsonAsync("/api/v1/policies", SimulationTests.Edited("Draft", SimulationTests.Strict));
            Assert.Equal(HttpStatusCode.Created, draft.StatusCode);

            // Simulations hang on what somebody else holds.
            await using var rival = await Hold.TakeAsync(database, "LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");

            var running = await StartAsync(silo);
            await UntilAsync(silo, running, "running");
            var waiting = await StartAsync(silo);
            Assert.Equal("cancelled", await CancelAsync(silo, waiting));
            Assert.Equal("running", await CancelAsync(silo, running));
            await UntilAsync(silo, running, "cancelled");
            Assert.Empty((await ReadAsync(silo, running)).GetProperty("days").EnumerateArray());

            killed = await StartAsync(silo);
            await UntilAsync(silo, killed, "running");
            await silo.KillAsync();
        }

        await using var again = await SiloProcess.StartAsync(folder.Path, database);
        await UntilAsync(again, killed, "done");
        Assert.Equal(1, Assert.Single((await ReadAsync(again, killed)).GetProperty("days").EnumerateArray()).GetProperty("after").Number("customers"));
    }

    private static async Task<string> StartAsync(SiloProcess silo)
    {
        using var response = await silo.Client.PostAsJsonAsync("/api/v1/policies/2/simulate", new { asOf = "2026-06-15" });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    private static async Task<string> CancelAsync(SiloProcess silo, string at)
    {
        using var response = await silo.Client.DeleteAsync(at);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("status");
    }

    private static Task UntilAsync(SiloProcess silo, string at, string status) =>
        Machine.UntilAsync(async () => (await ReadAsync(silo, at)).Text("status") == status, $"a simulation that is {status}");

    private static Task<JsonElement> ReadAsync(SiloProcess silo, string at) => silo.Client.GetFromJsonAsync<JsonElement>(at);
}
