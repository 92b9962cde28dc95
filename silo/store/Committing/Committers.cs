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
    public async ValueTask<Verdict> SubmitPatiently(string customerId, Command command, Origin origin, CancellationToken ct)
    {
        var item = new WorkItem(customerId, command, origin);
        var queue = Of(customerId).Queue;
        while (!queue.TryWrite(item))
        {
            if (!await queue.WaitToWriteAsync(ct))
            {
                return new(VerdictStatus.Unavailable, Failures.Stopping, null);
            }
        }

        return await item.Answer;
    }

    /// <inheritdoc/>
    public async ValueTask<Verdict> Reverse(string source, string externalId, bool releaseKey, DateOnly today, Origin origin)
    {
        try
        {
            if (await PostingLookup.FindAsync(database, source, externalId) is not { } found)
            {
                return new(VerdictStatus.Refused, new("posting-not-found", "There is no posting with this source and external id.", "externalId"), null);
            }

            return await Submit(new(found.Posting.CustomerId, new ReversePosting(today, found.Posting), origin)
            {
                Reversal = new(found.Id, releaseKey),
            });
        }
        catch (Exception e) when (Failures.Classify(e) == FailureKind.Gone)
        {
            return new(VerdictStatus.Unavailable, Failures.Unavailable, null);
        }
    }

    /// <summary>Starts the committers.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.WhenAll(committers.Select(c => Task.Run(() => c.RunAsync(kill.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Commits what still waits, then stops; when time runs out, answers the rest with 503.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var committer in committers)
        {
            committer.Queue.TryComplete();
        }

        await using (cancellationToken.Register(kill.Cancel))
        {
            await running;
        }
    }

    private async ValueTask<Verdict> Submit(WorkItem item) =>
        Of(item.CustomerId).Queue.TryWrite(item)
            ? await item.Answer
            : new(VerdictStatus.Unavailable, Failures.Overloaded, null);

    private Committer Of(string customerId) =>
        committers[(uint)string.GetHashCode(customerId, StringComparison.Ordinal) % (uint)committers.Length];
}
