using Lifecycle.Tests.Silo;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// kill -9 at random moments under load, with the silo's own PostgreSQL as it is in ordinary life (fsync on). The next start
/// needs no hands; everything acknowledged is there once.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public Task The_silo() => KilledAsync(1, rounds: 1, KillSiloAsync);

    [Fact]
    public Task PostgreSQL() => KilledAsync(2, rounds: 2, KillServerAsync);

    /// <summary>The silo is not there to see its database die, or has just begun to mend that.</summary>
    [Fact]
    public Task Both() => KilledAsync(3, rounds: 1, async (life, random) =>
    {
        var server = life.Server;
        if (random.Next(2) == 0)
        {
            await KillServerAsync(life, random);
            await KillSiloAsync(life, random);
        }
        else
        {
            await KillSiloAsync(life, random, alongWith: () => Machine.Kill(server));
        }
    });

    private async Task KilledAsync(int test, int rounds, Func<Life, Random, Task> kill)
    {
        var random = LongForm.Random(output, test);
        using var folder = new TestFolder();
        await using var life = new Life(folder.Path);
        await life.StartAsync();
        var traffic = await Traffic.StartAsync(random.Next(1000), customers: 6, clients: 6, life.Gate);
        foreach (var _ in LongForm.Rounds(rounds))
        {
            await traffic.UntilMoreAsync(random.Next(20, 300));
            await kill(life, random);
            await traffic.UntilMoreAsync(20);
        }

        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged.Count} acknowledged, {traffic.Lost} without an answer, {string.Join(", ", traffic.Refusals)}");
        await Books.AgreeAsync(await life.Gate.Silo, traffic);
    }

    private static Task KillSiloAsync(Life life, Random random) => KillSiloAsync(life, random, alongWith: () => { });

    private static async Task KillSiloAsync(Life life, Random random, Action alongWith)
    {
        var killed = await life.Gate.Silo;
        life.Gate.Close();
        var gone = killed.KillAsync();
        alongWith();
        await gone;
        await life.StartAsync();
    }

    /// <summary>The postmaster, which leaves its processes behind, or one of those, which makes it start all of them anew but the logger.</summary>
    private static async Task KillServerAsync(Life life, Random random)
    {
        var server = life.Server;
        var children = Machine.ChildrenOf(server).Where(id => !Machine.CommandOf(id).Contains("logger", StringComparison.Ordinal)).ToList();
        if (random.Next(3) == 0 && children.Count > 0)
        {
            Machine.Kill(children[random.Next(children.Count)]);
            await Machine.UntilAsync(() => !children.Any(Machine.IsAlive), "the end of the others");
            return;
        }

        Machine.Kill(server);
        await Machine.UntilAsync(() => !Machine.IsAlive(server), "the end of PostgreSQL");
    }
}
