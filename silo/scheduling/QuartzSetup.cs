using Lifecycle.Grains;
using Quartz;

namespace Lifecycle.Silo.Scheduling;

/// <summary>Quartz with its PostgreSQL store, to fire the jobs: one run per job in the whole cluster.</summary>
internal static class QuartzSetup
{
    // A silo that has not been seen for so long is taken for dead, and another goes on with what it was doing as soon as the turn is free.
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public static IServiceCollection AddQuartzSchedule(this IServiceCollection services, string connectionString)
    {
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
        services.AddSingleton<QuartzSchedule>();
        services.AddSingleton<ISchedule>(s => s.GetRequiredService<QuartzSchedule>());
        services.AddSingleton<IKeptSchedule>(s => s.GetRequiredService<QuartzSchedule>());
        services.AddHostedService(s => s.GetRequiredService<QuartzSchedule>());
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHostedService<ScheduleKeeper>(); // stops before the scheduler does
        return services;
    }
}
