using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;

namespace Lifecycle.Cluster.Tests;

/// <summary>A run is asked for just after the database dropped its connections, as after its restart: it is taken, and runs.</summary>
public sealed class TriggerTests
{
    private const string Drop = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'lifecycle-hangfire' AND datname = current_database()";

    [Fact]
    public async Task A_run_is_taken_although_the_connections_are_gone()
    {
        await using var silos = await Silos.StartAsync(1);
        for (var i = 0; i < 10; i++)
        {
            await Db.AskAsync(silos.Database, Drop);
            var run = await SleepTests.StartAsync(silos[0], "verify");
            Assert.Equal("done", await SleepTests.EndOfAsync(silos[0], run));
        }
    }
}
