using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Portfolio;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Benchmarks.Support;

/// <summary>The store of a silo in this process, put together as the program does it, without HTTP and schedule.</summary>
internal sealed class InProcessSilo : IAsyncDisposable
{
    private readonly AlertHints hints;
    private readonly PortfolioCompactor compactor;

    private InProcessSilo(string connectionString, CommitOptions options)
    {
        Database = new(connectionString);
        Policies = new(Database);
        hints = new(Database, TimeProvider.System, NullLogger<AlertHints>.Instance);
        compactor = new(Database, TimeProvider.System, NullLogger<PortfolioCompactor>.Instance);
        Customers = new(Database, Clock, Policies, new Failpoints(), hints, options, new CommitMetrics(), NullLogger<Committers>.Instance);
    }

    public SteppingClock Clock { get; } = new();

    public Database Database { get; }

    public PolicyStore Policies { get; }

    public Committers Customers { get; }

    public static async Task<InProcessSilo> StartAsync(string connectionString, CommitOptions? options = null)
    {
        var silo = new InProcessSilo(connectionString, options ?? new());
        await silo.Policies.StartAsync(silo.Clock.Now, CancellationToken.None);
        await silo.hints.StartAsync(CancellationToken.None);
        await silo.compactor.StartAsync(CancellationToken.None);
        await silo.Customers.StartAsync(CancellationToken.None);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await Customers.StopAsync(CancellationToken.None);
        await compactor.StopAsync(CancellationToken.None);
        await hints.StopAsync(CancellationToken.None);
        await Database.DisposeAsync();
    }

    /// <summary>Stands still until the benchmark moves it.</summary>
    internal sealed class SteppingClock : IBusinessClock
    {
        public DateOnly Today { get; set; } = BenchmarkServer.Today;

        public DateTimeOffset Now => BenchmarkServer.At(Today);

        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    }
}
