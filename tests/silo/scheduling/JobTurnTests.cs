using Lifecycle.Store;
using Lifecycle.Store.Jobs;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo.Scheduling;

/// <summary>A job's turn is held by one, until he gives it back or his connection ends; and he learns of that.</summary>
public sealed class JobTurnTests
{
    /// <summary>Ends the connections that hold turns, as a restart of the server does.</summary>
    internal const string Drop =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'lifecycle-job' AND datname = current_database()";

    [Fact]
    public async Task Held_by_one_until_he_gives_it_back()
    {
        await using var database = new Database(await TestPostgres.CreateDatabaseAsync());
        var turns = new JobTurn(database);
        for (var i = 0; i < 20; i++)
        {
            await using var held = await turns.TryTakeAsync("a", CancellationToken.None);
            Assert.NotNull(held);
            Assert.Null(await turns.TryTakeAsync("a", CancellationToken.None));
            await using var other = await turns.TryTakeAsync("b", CancellationToken.None);
            Assert.NotNull(other);
        }

        await using var next = await SessionLock.TakeAsync(database, "test", AdvisoryLocks.Jobs, "a", CancellationToken.None);
        Assert.Null(await turns.TryTakeAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_loses_it_is_told()
    {
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await using var database = new Database(connectionString);
        var turns = new JobTurn(database);
        await using var held = (await turns.TryTakeAsync("a", CancellationToken.None))!;
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = held.Lost.Register(lost.SetResult);
        Assert.False(held.Lost.IsCancellationRequested);
        Assert.Equal(1L, await Db.AskAsync(connectionString, Drop));
        await lost.Task.WaitAsync(Machine.Guard);

        await using var next = await SessionLock.TakeAsync(database, "test", AdvisoryLocks.Jobs, "a", CancellationToken.None);
        Assert.Null(await turns.TryTakeAsync("a", CancellationToken.None));
    }
}
