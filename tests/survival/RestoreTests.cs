using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Api.Alerts;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>Backups of the embedded PostgreSQL, taken and restored with the commands of the manual.</summary>
public sealed class RestoreTests
{
    [NeedsClientFact]
    public async Task A_dump_and_a_base_backup_bring_back_what_was_there()
    {
        using var folder = new TestFolder(".lifecycle");
        var home = Path.GetDirectoryName(folder.Path)!;
        await using var life = new Life(folder.Path);
        var silo = await life.StartAsync();
        var programs = Manual.ProgramsOf(life.Server);
        await Patiently.RegisterAsync(silo, "c", creditLimit: 100);
        await Patiently.ShipAsync(silo, "c", "before");
        await Manual.FollowAsync("A dump", home, programs);
        await Manual.FollowAsync("A base backup", home, programs);

        foreach (var restore in new[] { "Restoring a base backup", "Restoring a dump" })
        {
            // Gone after the restore: a posting, and an alert that a client has seen.
            using var stream = await EventStream.OpenAsync(silo);
            await Patiently.RegisterAsync(silo, "late", creditLimit: 1);
            await Patiently.ShipAsync(silo, "c", "late");
            await Patiently.ShipAsync(silo, "late", "alert");
            await stream.TakeAsync(1);
            Assert.Equal(0, await silo.StopAsync());
            life.Gate.Close();

            await Manual.FollowAsync(restore, home, programs, asServer: restore == "Restoring a dump");
            silo = await life.StartAsync();
            await IsAsItWasAsync(silo, stream.LastId);
        }
    }

    private static async Task IsAsItWasAsync(SiloProcess silo, string seen)
    {
        var customer = await silo.Client.GetFromJsonAsync<JsonElement>("/api/v1/customers/c");
        Assert.Equal(50, customer.GetProperty("receivable").GetDecimal());
        using var late = await silo.Client.GetAsync("/api/v1/customers/late");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Equal("done", await SleepTests.RunAsync(silo, "verify"));
        Assert.Equal("duplicate", await Patiently.ShipAsync(silo, "c", "before"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alerts/stream") { Headers = { { "Last-Event-ID", seen } } };
        using var stream = await silo.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Gone, stream.StatusCode);
        Assert.Contains("stream-restarted", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
