using Lifecycle.Api.Imports;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>What becomes of an upload when its sender, its database or its silo's patience ends at the wrong moment.</summary>
[Collection(ImportHost.Turns)]
public sealed class UploadTests
{
    private const string Inserting = """
        SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO import %'
        """;

    [Fact]
    public async Task Who_leaves_when_the_import_is_made_does_not_lose_it()
    {
        await using var store = await StoreHost.StartAsync();
        await using var imports = await ImportHost.StartAsync(store);
        await imports.EndAsync(await imports.QueueAsync(ImportKind.Customers, "id,name\nfirst,Name\n"));
        using var leaving = new CancellationTokenSource();
        await using (await Hold.TakeAsync(store.ConnectionString, "LOCK TABLE import_undo IN ACCESS EXCLUSIVE MODE")) // what reading an import needs
        {
            var taken = TakeAsync(imports, leaving.Token);
            await Machine.UntilAsync(async () => await store.AskAsync<long>("SELECT count(*) FROM import") == 2, "the import");
            await leaving.CancelAsync();
            await Record.ExceptionAsync(() => taken.WaitAsync(Machine.Guard));
        }

        var id = await store.AskAsync<Guid>("SELECT id FROM import WHERE actor = ''");
        var import = await imports.EndAsync(id);
        Assert.Equal((ImportStatus.Done, 2L), (import.Status, import.Accepted));
    }

    [Fact]
    public async Task Before_anything_was_sent_nobody_takes_an_import_for_queued()
    {
        await using var store = await StoreHost.StartAsync();
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        await using var imports = new ImportHost(store, database: nowhere);
        var isSent = false;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => imports.Table.QueueAsync(
            Guid.NewGuid(), ImportKind.Customers, ImportMode.Commit, "tester", null, () => isSent = true, CancellationToken.None));
        Assert.False(isSent);
    }

    [Fact]
    public async Task When_nobody_can_say_whether_there_is_an_import_its_file_stays()
    {
        await using var store = await StoreHost.StartAsync();
        await using var imports = new ImportHost(store);
        await using (await Hold.TakeAsync(store.ConnectionString, "LOCK TABLE import IN EXCLUSIVE MODE"))
        {
            var taken = TakeAsync(imports);
            await Machine.UntilAsync(async () => await Db.AskAsync(store.ConnectionString, Inserting) is not null, "the import being made");
            await Db.AskAsync(store.ConnectionString, $"SELECT pg_terminate_backend(pid) FROM ({Inserting}) AS it");
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => taken);
        }

        Assert.Single(imports.Files);
    }

    [Fact]
    public async Task When_the_database_says_that_there_is_none_no_file_stays()
    {
        await using var store = await StoreHost.StartAsync();
        await using var imports = new ImportHost(store);
        await TestPostgres.ExecuteAsync(store.ConnectionString, "ALTER TABLE import ADD CHECK (actor <> '')");
        await Assert.ThrowsAsync<PostgresException>(() => TakeAsync(imports));
        Assert.Empty(imports.Files);
    }

    [Fact]
    public async Task So_many_may_wait_and_no_more()
    {
        await using var store = await StoreHost.StartAsync();
        await using var imports = new ImportHost(store);
        await using var elsewhere = new ImportHost(store);
        for (var i = 0; i < Upload.MostWaiting; i++)
        {
            Assert.Equal(202, (await TakeAsync(imports, key: $"{i}") as IStatusCodeHttpResult)?.StatusCode);
        }

        // Whoever did not hear that it was taken adds nothing.
        Assert.Equal(202, (await TakeAsync(imports, key: "0") as IStatusCodeHttpResult)?.StatusCode);

        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await (await TakeAsync(imports)).ExecuteAsync(http);
        Assert.Equal((429, 1), (http.Response.StatusCode, http.Response.Headers.RetryAfter.Count));
        Assert.Contains("too-many-imports", System.Text.Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray()), StringComparison.Ordinal);
        Assert.Equal(Upload.MostWaiting, imports.Files.Length);

        Assert.Equal(202, (await TakeAsync(elsewhere) as IStatusCodeHttpResult)?.StatusCode);
        Assert.True(await imports.Table.CancelAsync(await store.AskAsync<Guid>($"SELECT max(id::text)::uuid FROM import WHERE spool = '{imports.Spool.Id}'"), CancellationToken.None));
        Assert.Equal(202, (await TakeAsync(imports) as IStatusCodeHttpResult)?.StatusCode);
    }

    private static Task<IResult> TakeAsync(ImportHost imports, CancellationToken ct = default, string? key = null)
    {
        var http = new DefaultHttpContext { Request = { Body = new MemoryStream(Csv.Utf8(ImportApi.Customers)) } };
        if (key is not null)
        {
            http.Request.Headers["Idempotency-Key"] = key;
        }

        return imports.Upload.TakeAsync(http, ImportKind.Customers, ImportMode.Commit, ct);
    }
}
