using Lifecycle.Cluster.Scheduling;
using Lifecycle.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>A job's turn is held by one, until its connection ends.</summary>
public sealed class JobTurnTests
{
    [Fact]
    public async Task Held_by_one_until_its_connection_ends()
    {
        await using var database = new Database(await TestPostgres.CreateDatabaseAsync());
        var turns = new JobTurn(database);
        await using (await turns.TryTakeAsync("a", CancellationToken.None))
        {
            Assert.Null(await turns.TryTakeAsync("a", CancellationToken.None));
            await using var other = await turns.TryTakeAsync("b", CancellationToken.None);
            Assert.NotNull(other);
        }

        await using var next = await SessionLock.TakeAsync(database, "test", AdvisoryLocks.Jobs, "a", CancellationToken.None);
        Assert.Null(await turns.TryTakeAsync("a", CancellationToken.None));
    }
}
