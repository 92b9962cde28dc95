using Lifecycle.Grains;
using Lifecycle.Jobs.Rating;
using Lifecycle.Store;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Jobs;
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
        Reviews = new(Database);
        ReRate = new(Reviews, Customers, Policies, Clock, new(new Escalations(Database), Customers, Policies, Clock));
    }

    public SteppingClock Clock { get; } = new();

    public Database Database { get; }

    public PolicyStore Policies { get; }

    public Committers Customers { get; }

    public Reviews Reviews { get; }

    /// <summary>The job that lets time pass, or sweeps.</summary>
    public ReRate ReRate { get; }

    public static async Task<InProcessSilo> StartAsync(string connectionString, CommitOptions? options = null)
    {
        var silo = new InProcessSilo(connectionString, options ?? new());
        await silo.Policies.StartAsync(silo.Clock.Now, CancellationToken.None);
        await silo.hints.StartAsync(CancellationToken.None);
        await silo.compactor.StartAsync(CancellationToken.None);
        await silo.Customers.StartAsync(CancellationToken.None);
        return silo;
    }

    /// <summary>Sends a posting as a caller does, and waits until it is durable.</summary>
    public async Task PostAsync(Posting posting) =>
        MustBeAccepted(await Customers.Submit(posting.CustomerId, new AcceptPosting(Clock.Today, posting), PostingStream.Origin));

    /// <summary>Sends one of many commands, waiting for room, and waits until it is durable.</summary>
    public async Task SubmitAsync(string customerId, Command command) =>
        MustBeAccepted(await Customers.SubmitPatiently(customerId, command, PostingStream.Origin, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await Customers.StopAsync(CancellationToken.None);
        await compactor.StopAsync(CancellationToken.None);
        await hints.StopAsync(CancellationToken.None);
        await Database.DisposeAsync();
    }

    /// <summary>A benchmark of refusals would measure nothing.</summary>
    internal static void MustBeAccepted(Verdict verdict)
    {
        if (verdict.Status != VerdictStatus.Accepted)
        {
            throw new InvalidOperationException($"Not accepted: {verdict.Refusal?.Code}");
        }
    }

    /// <summary>Stands still until the benchmark moves it.</summary>
    internal sealed class SteppingClock : IBusinessClock
    {
        public DateOnly Today { get; set; } = BenchmarkServer.Today;

        public DateTimeOffset Now => BenchmarkServer.At(Today);

        public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    }
}
