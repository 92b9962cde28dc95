using Lifecycle.Api.Imports;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>An undo that is asked for again, at several silos, while one of them is at it.</summary>
[Collection(ImportHost.Turns)]
public sealed class TakenUndoTests
{
    // More than are undone together: what is recorded of the first of them matters.
    private const int Count = 4100;

    [Fact]
    public async Task What_another_silo_took_and_gave_back_is_not_ended_half_done()
    {
        await using var store = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await using var here = await ImportHost.StartAsync(store);
        await using var there = new ImportHost(store);
        var id = await here.QueueAsync(ImportKind.Customers, "id,name\n" + string.Concat(Enumerable.Range(0, Count).Select(i => $"k{i},Name\n")));
        Assert.Equal(Count, (await here.EndAsync(id)).Accepted);

        var held = new Held();
        store.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        await here.UndoAsync(id);
        await held.Reached;
        await there.UndoAsync(id);
        await here.UndoAsync(id);
        held.Release();

        var undo = (await here.UntilAsync(id, import => import.Undo!.Status is ImportStatus.Done or ImportStatus.Failed)).Undo!;
        Assert.Equal((ImportStatus.Done, Count, Count), (undo.Status, undo.Processed, undo.Total));
        Assert.Equal(0L, await store.AskAsync<long>("SELECT count(*) FROM customer WHERE version > 0"));
    }

    [Fact]
    public async Task What_another_silo_took_is_left_to_it()
    {
        await using var store = await StoreHost.StartAsync(options: new() { Committers = 1 });
        await using var here = await ImportHost.StartAsync(store);
        await using var there = new ImportHost(store);
        var id = await here.QueueAsync(ImportKind.Customers, ImportApi.Customers);
        await here.EndAsync(id);

        var held = new Held();
        store.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        await here.UndoAsync(id);
        await held.Reached;
        await there.UndoAsync(id);
        held.Release();

        // The next import here begins only when the undo has come to its end.
        await here.EndAsync(await here.QueueAsync(ImportKind.Customers, "id,name\nlater,Name\n"));
        Assert.Equal(ImportStatus.Queued, (await here.Table.FindAsync(id, CancellationToken.None))!.Undo!.Status);
    }
}
