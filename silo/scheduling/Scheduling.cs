using Lifecycle.Grains;
using Lifecycle.Jobs.Alerts;
using Lifecycle.Jobs.Portfolio;
using Lifecycle.Jobs.Rating;
using Lifecycle.Jobs.Verifying;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Jobs;
using Lifecycle.Store.Verifying;
using Quartz;
using IJob = Lifecycle.Jobs.IJob;

namespace Lifecycle.Silo.Scheduling;

/// <summary>The jobs, and Quartz with its PostgreSQL store to fire them: one run per job in the whole cluster.</summary>
internal static class Scheduling
{
    // A silo that has not been seen for so long is dead, and another goes on with what it was doing.
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public static IServiceCollection AddScheduling(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IReviews, Reviews>();
        services.AddSingleton<IEscalations, Escalations>();
        services.AddSingleton<Escalator>();
        services.AddSingleton<ISnapshots, Snapshots>();
        services.AddSingleton<IVerifier, Verifier>();
        services.AddSingleton<IJobRuns, JobRuns>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<IJob, ReRate>();
        services.AddSingleton<IJob, Verify>();
        services.AddSingleton<IJob, Snapshot>();

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "Lifecycle";
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                scheduler.InstanceId = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.ProvisionSchema();
                store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, Patience));
            });
        });
        services.AddSingleton<Timetable>();
        services.AddSingleton<ISchedule>(s => s.GetRequiredService<Timetable>());
        services.AddHostedService(s => s.GetRequiredService<Timetable>());
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
