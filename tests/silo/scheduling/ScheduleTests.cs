using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Store;
using Lifecycle.Store.Jobs;
using Lifecycle.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lifecycle.Tests.Silo.Scheduling;

/// <summary>Jobs are looked at every minute with the real scheduler and its store, whatever the machine's clock did before.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task After_the_clock_was_set_back_a_day_jobs_are_looked_at_again()
    {
        await using var silo = await ScheduledSilo.StartAsync(ahead: TimeSpan.FromDays(1));
        await silo.IsLookedAtAsync();
        silo.Clock.Ahead = TimeSpan.Zero;
        await silo.IsLookedAtAsync();
    }

    [Fact]
    public async Task A_trigger_that_another_silo_s_clock_has_set_a_day_ahead_is_set_right()
    {
        await using var silo = await ScheduledSilo.StartAsync(ahead: TimeSpan.Zero);
        await silo.IsLookedAtAsync();
        await silo.SetTriggerAsync(DateTimeOffset.UtcNow.AddDays(1));
        await silo.IsLookedAtAsync();
    }

    [Fact]
    public async Task A_scheduler_that_already_waits_for_a_time_a_day_ahead_gives_it_up()
    {
        await using var silo = await ScheduledSilo.StartAsync(ahead: TimeSpan.FromDays(1));
        await silo.IsLookedAtAsync();

        // Soon by the wrong clock, so that the scheduler takes it and waits; a run asked for wakes it.
        await silo.SetTriggerAsync(silo.Clock.GetUtcNow().AddSeconds(25));
        await silo.AskForRunAsync();
        await Machine.UntilAsync(
            async () => await silo.AskAsync("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'looked-at'") is "ACQUIRED",
            "the scheduler to wait for the trigger");

        // Another silo has set the trigger right in the store. This one would hold on to what it took.
        await silo.SetTriggerAsync(DateTimeOffset.UtcNow.AddSeconds(30));
        silo.Clock.Ahead = TimeSpan.Zero;
        await silo.IsLookedAtAsync();
    }

    /// <summary>What schedules in a silo, and nothing else of it; minutes between looks at the schedule take no time.</summary>
    private sealed class ScheduledSilo : IAsyncDisposable
    {
        private readonly LookedAt job = new();
        private readonly IHost host;
        private readonly Database database;
        private int seen;

        private ScheduledSilo(string connectionString)
        {
            database = new(connectionString);
            var builder = Host.CreateEmptyApplicationBuilder(new());
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Services.AddSingleton(database);
            builder.Services.AddSingleton<IJobRuns, JobRuns>();
            builder.Services.AddSingleton<JobTurn>();
            builder.Services.AddSingleton<JobMetrics>();
            builder.Services.AddSingleton<JobRunner>();
            builder.Services.AddSingleton<IJob>(job);
            builder.Services.AddQuartzSchedule(connectionString);
            host = builder.Build();
        }

        public JumpingClock Clock { get; } = new();

        public static async Task<ScheduledSilo> StartAsync(TimeSpan ahead)
        {
            var silo = new ScheduledSilo(await TestPostgres.CreateDatabaseAsync());
            silo.Clock.Ahead = ahead;
            await silo.host.StartAsync();
            return silo;
        }

        /// <summary>Waits for a look that comes after those that were waited for.</summary>
        public async Task IsLookedAtAsync()
        {
            await Machine.UntilAsync(() => job.Looks > seen, "a look at the job");
            seen = job.Looks;
        }

        /// <summary>As somebody asks for it through the interface.</summary>
        public async Task AskForRunAsync()
        {
            var run = await host.Services.GetRequiredService<IJobRuns>().Create(Guid.NewGuid(), job.Name, scope: null, "tester", CancellationToken.None);
            await host.Services.GetRequiredService<ISchedule>().Trigger(job.Name, run.Id, CancellationToken.None);
        }

        /// <summary>Sets what the store says about the time of the trigger.</summary>
        public async Task SetTriggerAsync(DateTimeOffset fires) =>
            Assert.Equal(1, await AskAsync($"UPDATE qrtz_triggers SET next_fire_time = {fires.UtcTicks} WHERE trigger_name = '{job.Name}' RETURNING 1"));

        public Task<object?> AskAsync(string sql) => Db.AskAsync(database.ConnectionString, sql);

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
            await database.DisposeAsync();
        }
    }

    /// <summary>A job that counts how often the schedule asks whether there is anything to do; there never is.</summary>
    private sealed class LookedAt : IJob
    {
        private int looks;

        public string Name => "looked-at";

        public string Description => "Counts.";

        public int Looks => Volatile.Read(ref looks);

        public Task<bool> IsDueAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref looks);
            return Task.FromResult(false);
        }

        public Task RunAsync(JobRun run, CancellationToken ct) => Task.CompletedTask;
    }
}
