using System.Runtime.ExceptionServices;
using Hangfire;
using Hangfire.Storage;
using Lifecycle.Grains;
using Lifecycle.Silo.Scheduling;
using Npgsql;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>Every job is looked at every minute and at start: whether there is anything to do, it knows itself.</summary>
internal sealed class HangfireSchedule(
    IRecurringJobManager recurring, JobStorage storage, IBackgroundJobClient once, JobRunner runner, TimeProvider time) : IKeptSchedule, IHostedService
{
    private const int Attempts = 2;

    // Every job is due again with the next minute.
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, string Description)> Jobs => runner.Jobs;

    /// <inheritdoc/>
    public Task Trigger(string name, Guid runId, CancellationToken ct)
    {
        Enqueue(name, runId);
        return Task.CompletedTask;
    }

    /// <summary>Has a job looked at, as the schedule does.</summary>
    public void Look(string name) => Enqueue(name, null);

    /// <inheritdoc/>
    public Task SetRightAsync(bool evenSo, CancellationToken ct)
    {
        using var connection = storage.GetConnection();
        foreach (var job in connection.GetRecurringJobs().Where(job => evenSo || job.NextExecution > time.GetUtcNow().UtcDateTime + MostAhead))
        {
            recurring.Trigger(job.Id);
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes the timetable down, the same in every silo.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, _) in Jobs)
        {
            recurring.AddOrUpdate<HangfireJob>(name, job => job.RunAsync(name, null, CancellationToken.None), Cron.Minutely);
            Look(name);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="NpgsqlException">The database cannot be reached; asked for or not, the run is found by a later look.</exception>
    private void Enqueue(string name, Guid? run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                once.Enqueue<HangfireJob>(job => job.RunAsync(name, run, CancellationToken.None));
                return;
            }
            catch (BackgroundJobClientException e) when (e.InnerException is NpgsqlException gone)
            {
                // First a pooled connection that died with its server, and all others with it. Enqueued twice, a run still runs once.
                if (attempt == Attempts)
                {
                    ExceptionDispatchInfo.Throw(gone);
                }
            }
        }
    }
}
