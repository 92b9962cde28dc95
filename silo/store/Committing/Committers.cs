using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Policies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Committing;

/// <summary>The mailboxes: every customer belongs to one committer, by the hash of its id.</summary>
public sealed class Committers : ICustomers, IHostedService
{
    private readonly Database database;
    private readonly Committer[] committers;
    private readonly CancellationTokenSource kill = new();
    private Task running = Task.CompletedTask;
    private volatile bool stopping;

    /// <summary>Built once per silo.</summary>
    public Committers(Database database, IBusinessClock clock, PolicyStore policies, Failpoints failpoints, AlertHints hints, CommitOptions options,
        CommitMetrics metrics, ILogger<Committers> log)
    {
        this.database = database;
        var services = new CommitServices(database, clock, policies, failpoints, hints, options, metrics, log);
        committers = [.. Enumerable.Range(0, options.Committers).Select(_ => new Committer(services))];
        metrics.Observe(() => committers.Sum(c => c.Waiting), () => committers.Sum(c => c.Resident));
    }

    /// <inheritdoc/>
    public ValueTask<Verdict> Submit(string customerId, Command command, Origin origin) => Submit(new(customerId, command, origin));

    /// <inheritdoc/>
    public ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct) =>
        SubmitPatiently(new(customerId, command, origin), ct);

    /// <inheritdoc/>
    public ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin) => Reversals.ReverseAsync(
        database, source, externalId, releaseKey, today, (id, command, target) => Submit(new(id, command, origin) { Reversal = target }));

    /// <summary>Frees the memory that a customer takes, with the next commit; whoever commands it later has it loaded again.</summary>
    internal void Forget(string customerId) => Of(customerId).Forget(customerId);

    /// <summary>Starts the committers.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(committers.Select(c => Task.Run(() => c.RunAsync(kill.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Commits what still waits, then stops; when time runs out, answers the rest with 503.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        foreach (var committer in committers)
        {
            committer.Queue.TryComplete();
        }

        await using (cancellationToken.Register(kill.Cancel))
        {
            await running;
        }
    }

    internal async ValueTask<Verdict> SubmitPatiently(WorkItem item, CancellationToken ct)
    {
        var queue = Of(item.CustomerId).Queue;
        while (!queue.TryWrite(item))
        {
            if (!await queue.WaitToWriteAsync(ct))
            {
                return new(VerdictStatus.Unavailable, Failures.Stopping, null);
            }
        }

        return await item.Answer;
    }

    internal async ValueTask<Verdict> Submit(WorkItem item) =>
        Of(item.CustomerId).Queue.TryWrite(item)
            ? await item.Answer
            : new(VerdictStatus.Unavailable, stopping ? Failures.Stopping : Failures.Overloaded, null);

    private Committer Of(string customerId) =>
        committers[(uint)string.GetHashCode(customerId, StringComparison.Ordinal) % (uint)committers.Length];
}
