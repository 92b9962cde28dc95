using System.Diagnostics;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Survival;
using Xunit.Abstractions;

namespace Lifecycle.Cluster.Tests;

/// <summary>
/// Silos on loopback under load, one killed: nothing that was acknowledged is lost, and the others go on with its customers
/// once it counts as dead.
/// </summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private const int DeadAfter = 30;

    // The time that the settings promise, twice, and what a slow machine may take for itself.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2 * DeadAfter) + TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_others_take_over(int count)
    {
        await using var silos = await Silos.StartAsync(count, DeadAfter);
        var gates = Enumerable.Range(0, count - 1).Select(i => new Gate(silos[i])).ToArray();
        var traffic = await Traffic.StartAsync(seed: count, customers: 12, clients: 9, gates);
        await UntilEachHasMoreAsync(traffic, 2);

        // Nobody talks to it, so whatever needs it is a customer that lives in it.
        await silos[count - 1].KillAsync();
        var killed = Stopwatch.StartNew();
        await Machine.UntilAsync(
            async () => await Db.AskAsync(silos.Database, "SELECT count(*) FROM orleans.membership WHERE status = 6") is > 0L, "the death to be noticed");
        Assert.InRange(killed.Elapsed, TimeSpan.Zero, Longest);
        output.WriteLine($"counts as dead after {killed.Elapsed.TotalSeconds:F1} s, with DeadAfterSeconds={DeadAfter}");
        await UntilEachHasMoreAsync(traffic, 2);
        Assert.InRange(killed.Elapsed, TimeSpan.Zero, Longest);
        output.WriteLine($"every customer is served again after {killed.Elapsed.TotalSeconds:F1} s");
        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged.Count} acknowledged, {traffic.Lost} without an answer, {string.Join(", ", traffic.Refusals)}");

        for (var i = 0; i < count - 1; i++)
        {
            await Books.AgreeAsync(silos[i], traffic);
        }
    }

    [Fact]
    public async Task After_everybody_died_whoever_comes_first_needs_no_hands()
    {
        await using var silos = await Silos.StartAsync(2, DeadAfter);
        await Patiently.RegisterAsync(silos[0], "c", creditLimit: 5000);
        Assert.Equal("accepted", await Patiently.ShipAsync(silos[1], "c", "before"));
        await silos[0].KillAsync();
        await silos[1].KillAsync();

        // In a place of its own: neither of the dead ones is known to be its predecessor.
        var begun = Stopwatch.StartNew();
        await silos.AddAsync("new", DeadAfter);
        output.WriteLine($"listens after {begun.Elapsed.TotalSeconds:F1} s, with DeadAfterSeconds={DeadAfter}");
        Assert.Equal("duplicate", await Patiently.ShipAsync(silos[2], "c", "before"));
        Assert.Equal("accepted", await Patiently.ShipAsync(silos[2], "c", "after"));
    }

    private static Task UntilEachHasMoreAsync(Traffic traffic, int more)
    {
        var before = Count(traffic);
        return Machine.UntilAsync(
            () => Count(traffic) is var now && traffic.Customers.All(c => now.GetValueOrDefault(c) >= before.GetValueOrDefault(c) + more),
            "every customer to be served");
    }

    private static Dictionary<string, int> Count(Traffic traffic) => traffic.Acknowledged.Values.CountBy(sent => sent.Customer).ToDictionary();
}
