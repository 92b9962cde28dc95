using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Clock;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Past;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Portfolio;
using Lifecycle.Store.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Support;

/// <summary>The store of one silo, in this process: commit machinery without HTTP.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2026, 6, 15);
    public static readonly Origin Origin = new("tester");

    private StoreHost(string connectionString, CommitOptions options)
    {
        ConnectionString = connectionString;
        Database = new(connectionString);
        Clock = new FixedClock();
        Policies = new(Database);
        Failpoints = new();
        Hints = new(Database, TimeProvider.System, NullLogger<AlertHints>.Instance);
        Feed = new(Database, Hints, TimeProvider.System, NullLogger<AlertFeed>.Instance);
        Customers = new(Database, Clock, Policies, Failpoints, Hints, options, new CommitMetrics(), NullLogger<Committers>.Instance);
        Reader = new(Database, NullLogger<CustomerReader>.Instance);
        Past = new(Database, Reader, Policies);
        Compactor = new(Database, TimeProvider.System, NullLogger<PortfolioCompactor>.Instance);
    }

    public string ConnectionString { get; }

    public Database Database { get; }

    public FixedClock Clock { get; }

    public PolicyStore Policies { get; }

    public Failpoints Failpoints { get; }

    public AlertHints Hints { get; }

    public AlertFeed Feed { get; }

    public Committers Customers { get; }

    public CustomerReader Reader { get; }

    public PastFigures Past { get; }

    public PortfolioCompactor Compactor { get; }

    /// <summary>A silo's store on a database; by default a new one.</summary>
    public static async Task<StoreHost> StartAsync(string? connectionString = null, CommitOptions? options = null)
    {
        var host = new StoreHost(connectionString ?? await TestPostgres.CreateDatabaseAsync(), options ?? new CommitOptions());
        await host.Policies.StartAsync(host.Clock.Now, CancellationToken.None);
        await host.Hints.StartAsync(CancellationToken.None);
        await host.Feed.StartAsync(CancellationToken.None);
        await host.Customers.StartAsync(CancellationToken.None);
        return host;
    }

    public ValueTask<Verdict> RegisterAsync(string id, string name = "Somebody", string? manager = null) => Customers.Submit(
        id,
        new ChangeProfile(Clock.Today, null, new() { Manager = manager is null ? default : new(manager) }, new() { Name = name }, Register: true),
        Origin);

    public ValueTask<Verdict> PostAsync(
        string customer, string key, long cents, PostingKind kind = PostingKind.Shipment, DateOnly? on = null, Origin? origin = null) =>
        Customers.SubmitPatiently(
            customer,
            new AcceptPosting(Clock.Today, new("test", key, customer, kind, cents, on ?? Clock.Today.AddDays(-10), null)),
            origin ?? Origin,
            CancellationToken.None);

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Database.Readers.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Customers.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
        await Feed.StopAsync(CancellationToken.None);
        await Hints.StopAsync(CancellationToken.None);
        Past.Dispose();
        await Database.DisposeAsync();
    }

    /// <summary>A clock that only a test moves.</summary>
    internal sealed class FixedClock : IBusinessClock
    {
        public DateOnly Today { get; set; } = StoreHost.Today;

        /// <summary>The time of day in UTC.</summary>
        public TimeOnly Time { get; set; } = new(12, 0);

        public DateTimeOffset Now => new(Today.ToDateTime(Time), TimeSpan.Zero);

        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    }
}
