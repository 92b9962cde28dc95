using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Imports.Undoing;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Scorecards;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>The imports of one silo, in this process: a data folder and its worker, no HTTP. Its metrics are everybody's, so its tests take turns.</summary>
internal sealed class ImportHost : IAsyncDisposable
{
    /// <summary>The collection of its tests.</summary>
    public const string Turns = "imports in this process";

    private readonly TestFolder folder = new();
    private readonly ImportBell bell = new();
    private readonly ImportMetrics metrics = new();
    private readonly StoreHost store;
    private readonly ImportWorker worker;

    /// <summary>Nothing runs before it is started.</summary>
    public ImportHost(StoreHost store, ICustomers? customers = null, NpgsqlDataSource? database = null)
    {
        this.store = store;
        database ??= store.Database.Readers;
        Spool = new(folder.Path);
        Table = new(database, store.Clock, Spool);
        Undoing = new(database, store.Clock, Spool);
        Upload = new(Spool, Table, bell, new IdempotencyKeys(store.Database), store.Clock);
        var services = new ImportServices(
            database, new(database, store.Clock), Spool, customers ?? store.Customers, new Prospects(store.Database, new(store.Database, store.Clock), store.Clock),
            store.Clock, new(TimeProvider.System, NullLogger<Patience>.Instance), metrics, TimeProvider.System, NullLogger<ImportServices>.Instance);
        worker = new(services, Undoing, bell);
    }

    public Spool Spool { get; }

    public ImportTable Table { get; }

    public UndoTable Undoing { get; }

    public Upload Upload { get; }

    /// <summary>The files that wait.</summary>
    public string[] Files => Directory.GetFiles(Path.Combine(folder.Path, "imports"));

    public static async Task<ImportHost> StartAsync(StoreHost store, ICustomers? customers = null, NpgsqlDataSource? database = null)
    {
        var host = new ImportHost(store, customers, database);
        await host.worker.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Queues a file.</summary>
    public async Task<Guid> QueueAsync(ImportKind kind, string text)
    {
        var id = Guid.CreateVersion7();
        await Spool.WriteAsync(id, "", new MemoryStream(Csv.Utf8(text)), CancellationToken.None);
        await Table.QueueAsync(id, kind, ImportMode.Commit, "tester", null, () => { }, CancellationToken.None);
        bell.Ring();
        return id;
    }

    /// <summary>Asks for an undo.</summary>
    public async Task UndoAsync(Guid id)
    {
        await Undoing.RequestAsync(id, "tester", CancellationToken.None);
        bell.Ring();
    }

    public Task<ImportResource> EndAsync(Guid id) => UntilAsync(id, import => !import.HasNotEnded);

    public async Task<ImportResource> UntilAsync(Guid id, Func<ImportResource, bool> isSo)
    {
        var import = (ImportResource?)null;
        await Machine.UntilAsync(async () => isSo(import = (await Table.FindAsync(id, CancellationToken.None))!), $"import {id}");
        return import!;
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
        metrics.Dispose();
        folder.Dispose();
    }
}
