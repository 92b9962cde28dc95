using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>A silo that cannot become a member says so, and why.</summary>
public sealed class JoinTests
{
    // Alive until tomorrow, by its own word, at a port that nobody listens on.
    private const string Unreachable = """
        INSERT INTO orleans.membership (deployment, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
        SELECT deployment, '127.0.0.1', 1, 1, 'unreachable', 'unreachable', 3, 0, now(), now() + interval '1 day' FROM orleans.membership_version
        """;

    [Fact]
    public async Task Whoever_cannot_reach_the_others_ends_with_one_line()
    {
        await using var silos = await Silos.StartAsync(1);
        Assert.Equal(0, await silos[0].StopAsync());
        await Db.AskAsync(silos.Database, Unreachable);

        var (code, output) = await SiloProcess.RunAsync(silos.Place("late"), silos.Database, "Lifecycle:Cluster:DeadAfterSeconds=3");
        Assert.Equal(1, code);
        Assert.Contains("Lifecycle cannot start: another silo", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
    }
}
