using System.Collections.Concurrent;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>Where sums cannot tell what was accepted, the ledger is asked: once, and for as long as it takes.</summary>
[Collection(ImportHost.Turns)]
public sealed class CountTests
{
    private const string Counting = "SELECT count(*) FROM posting WHERE import_id = $1";
    private const int Count = 30_000; // at least two chunks

    [Fact]
    public async Task The_ledger_is_read_once_however_often_an_answer_was_lost_and_the_figures_are_right()
    {
        await using var store = await WithCustomersAsync();
        using var heard = new HeardStatements();
        await using var database = new NpgsqlDataSourceBuilder(store.ConnectionString).UseLoggerFactory(heard).Build();
        await using var imports = await ImportHost.StartAsync(store, new Forgetful(store.Customers), database);

        var file = ImportApi.Postings("erp", Count);
        var import = await imports.EndAsync(await imports.QueueAsync(ImportKind.Postings, file));
        Assert.Equal((ImportStatus.Done, Count, 0, 0), (import.Status, import.Accepted, import.Duplicates, import.Rejected));
        Assert.Equal(1, heard.Times(Counting));

        // Everything again: nothing of it is this import's.
        var again = await imports.EndAsync(await imports.QueueAsync(ImportKind.Postings, file));
        Assert.Equal((0, Count, 0), (again.Accepted, again.Duplicates, again.Rejected));
    }

    [Fact]
    public async Task What_a_killed_run_did_not_come_to_count_the_next_one_counts()
    {
        await using var store = await WithCustomersAsync();
        await using var imports = await ImportHost.StartAsync(store);
        var file = ImportApi.Postings("erp", 10);
        var id = await imports.QueueAsync(ImportKind.Postings, file);
        await imports.EndAsync(id);
        await Machine.UntilAsync(() => imports.Files.Length == 0, "the end of the run");

        // As a kill leaves it, behind the last chunk of a run that had taken some of it for duplicates.
        await imports.Spool.WriteAsync(id, "", new MemoryStream(Csv.Utf8(file)), CancellationToken.None);
        await TestPostgres.ExecuteAsync(store.ConnectionString, "UPDATE import SET status = 'running', accepted = 3, duplicates = 7");
        await imports.EndAsync(await imports.QueueAsync(ImportKind.Postings, ImportApi.Postings("other", 1)));
        var import = await imports.EndAsync(id);
        Assert.Equal((10, 10, 0), (import.Processed, import.Accepted, import.Duplicates));
    }

    [Fact]
    public async Task A_count_may_take_longer_than_other_commands()
    {
        await using var store = await StoreHost.StartAsync();
        await using var impatient = NpgsqlDataSource.Create(store.ConnectionString + ";Command Timeout=1");
        var table = new RunTable(impatient, store.Clock);
        await using var hold = await Hold.TakeAsync(store.ConnectionString, "LOCK TABLE posting IN ACCESS EXCLUSIVE MODE");
        var counting = table.CountAcceptedAsync(Guid.CreateVersion7(), ImportKind.Postings, CancellationToken.None);
        await Machine.UntilAsync(
            async () => await store.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1, "the count to wait");

        // Begun later, another command has lost patience.
        await using var other = impatient.CreateCommand("SELECT count(*) FROM posting");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => other.ExecuteScalarAsync());
        await hold.DisposeAsync();
        Assert.Equal(0, await counting);
    }

    private static async Task<StoreHost> WithCustomersAsync()
    {
        var store = await StoreHost.StartAsync();
        await store.RegisterAsync("c1");
        await store.RegisterAsync("c2");
        return store;
    }

    /// <summary>Commits everything, but loses every so many answers the first time.</summary>
    private sealed class Forgetful(ICustomers customers) : ICustomers
    {
        private const int Every = 5001; // in each chunk one, at either customer

        private readonly ConcurrentDictionary<string, bool> lost = [];

        public async ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct)
        {
            var verdict = await customers.SubmitPatiently(customerId, command, origin, ct);
            var key = ((AcceptPosting)command).Posting.ExternalId;
            return int.Parse(key, System.Globalization.CultureInfo.InvariantCulture) % Every == 0 && lost.TryAdd(key, true)
                ? new(VerdictStatus.Unavailable, new("outcome-unknown", "Nobody knows."), null)
                : verdict;
        }

        public ValueTask<Verdict> Submit(string customerId, Command command, Origin origin) => throw new NotSupportedException();

        public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) => throw new NotSupportedException();
    }

    /// <summary>Hears what the driver carries out.</summary>
    private sealed class HeardStatements : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public int Times(string statement) => lines.Count(line => line.Contains(statement, StringComparison.Ordinal));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        // Once for each that came to its end.
        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() => lines.Clear();
    }
}
