using Hangfire;
using Hangfire.PostgreSql;
using Lifecycle.Cluster.Schema;
using Lifecycle.Grains;
using Lifecycle.Silo.Scheduling;
using Npgsql;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>Hangfire with its PostgreSQL store, to fire the jobs.</summary>
internal static class HangfireSetup
{
    // Beside one for each worker: what looks for due jobs, for dead silos and for expired rows.
    private const int OtherConnections = 3;

    // What a killed silo had taken is free again after so long; a living one says every third of it that it goes on.
    private static readonly TimeSpan Invisible = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static void AddHangfireSchedule(this IServiceCollection services, string connectionString)
    {
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                postgres => postgres.UseNpgsqlConnection(Connection(connectionString, Workers(provider) + OtherConnections)),
                new PostgreSqlStorageOptions
                {
                    SchemaName = ClusterSchema.Hangfire,
                    PrepareSchemaIfNecessary = false, // our migrations did, with no other silo at it
                    QueuePollInterval = Second, // what this silo enqueues, it fetches at once
                    InvisibilityTimeout = Invisible,
                    UseSlidingInvisibilityTimeout = true,
                    DistributedLockTimeout = Invisible, // held while a schedule is read, and by whoever was killed at that
                }));
        services.AddHangfireServer((provider, options) =>
        {
            options.WorkerCount = Workers(provider);
            options.SchedulePollingInterval = Second;
            options.ServerTimeout = TimeSpan.FromMinutes(1);
        });
        services.AddTransient<HangfireJob>();
        services.AddSingleton<HangfireSchedule>();
        services.AddSingleton<ISchedule>(s => s.GetRequiredService<HangfireSchedule>());
        services.AddSingleton<IKeptSchedule>(s => s.GetRequiredService<HangfireSchedule>());
        services.AddHostedService(s => s.GetRequiredService<HangfireSchedule>());
        services.AddHostedService<ScheduleKeeper>();
        services.AddDashboard();
    }

    /// <summary>As many as there are jobs: each runs once at a time, and none waits for another.</summary>
    private static int Workers(IServiceProvider provider) => provider.GetRequiredService<JobRunner>().Jobs.Count;

    private static string Connection(string connectionString, int most) =>
        new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "lifecycle-hangfire", MaxPoolSize = most }.ConnectionString;
}
