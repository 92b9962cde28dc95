using System.Net;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>The database goes away under load and comes back: callers are told at once, the silo goes on by itself.</summary>
public sealed class DatabaseAwayTests(ITestOutputHelper output)
{
    // Half a minute in the long form. In the short form an outage lasts until everybody has met it several times.
    private static readonly TimeSpan Outage = LongForm.IsWanted ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;

    [Fact]
    public Task Refusing() => GoesAwayAsync(4, valve => valve.Refuse(), valve => valve.Listen(), "database-unavailable");

    /// <summary>Nobody says that it is gone: limits of time must find out.</summary>
    [Fact]
    public Task Silent() => GoesAwayAsync(5, valve => valve.FallSilent(), valve => valve.Speak(), "database-unavailable");

    private async Task GoesAwayAsync(int test, Action<Valve> leave, Action<Valve> comeBack, string code)
    {
        var random = LongForm.Random(output, test);
        using var folder = new TestFolder();
        using var valve = new Valve(await TestPostgres.CreateDatabaseAsync());
        await using var silo = await SiloProcess.StartAsync(folder.Path, valve.ConnectionString + ";Timeout=5;Command Timeout=5");
        var traffic = await Traffic.StartAsync(random.Next(1000), customers: 4, clients: 6, new Gate(silo));
        foreach (var _ in LongForm.Rounds(shortly: 1))
        {
            await traffic.UntilMoreAsync(random.Next(50, 200));
            leave(valve);
            var lasting = Task.Delay(Outage);
            await traffic.UntilRefusedAsync(code, times: 1);
            await RefusesAsync(silo, "/health/ready");
            await RefusesAsync(silo, "/api/v1/customers/c0");
            await lasting;
            comeBack(valve);
            await traffic.UntilMoreAsync(50);
        }

        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged.Count} acknowledged, {traffic.Lost} without an answer, {string.Join(", ", traffic.Refusals)}");
        Assert.Equal(0, traffic.Lost);
        await Books.AgreeAsync(silo, traffic);
    }

    private static async Task RefusesAsync(SiloProcess silo, string path)
    {
        using var response = await silo.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("\"database-unavailable\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
