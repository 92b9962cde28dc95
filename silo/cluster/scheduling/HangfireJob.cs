using Hangfire;
using Lifecycle.Cluster.Care;
using Lifecycle.Silo.Scheduling;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>
/// What Hangfire fires for every job: one at a time in the whole cluster, fired again by another silo when this one dies, and
/// some times again when the machine does not let it run.
/// </summary>
[AutomaticRetry(Attempts = 3, DelaysInSeconds = [2, 10, 30], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class HangfireJob(JobRunner runner, IBackgroundJobClient once, IGrainFactory grains)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <param name="asked">The run that people asked for; null: what is due.</param>
    /// <exception cref="OperationCanceledException">The run was stopped half way; told so, Hangfire gives it to another silo.</exception>
    [JobDisplayName("{0} {1}")]
    public async Task RunAsync(string name, Guid? asked, CancellationToken stopping)
    {
        if (await runner.TryRunAsync(name, asked, stopping))
        {
            if (name == ICareAlarmGrain.Only)
            {
                grains.GetGrain<ICareAlarmGrain>(ICareAlarmGrain.Only).Set().Ignore();
            }
        }
        else if (asked is not null)
        {
            // Its turn comes; no worker waits for it. What is merely due, the one that runs now or the next minute does.
            once.Schedule<HangfireJob>(job => job.RunAsync(name, asked, CancellationToken.None), Soon);
        }
    }
}
