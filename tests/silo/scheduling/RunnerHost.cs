using System.Diagnostics.Metrics;
using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Store;
using Lifecycle.Store.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Silo.Scheduling;

/// <summary>What runs jobs in a silo, on a database that others may use as well, with one job that a test holds in the middle of its runs.</summary>
internal sealed class RunnerHost : IAsyncDisposable
{
    private readonly Database database;
    private readonly JobMetrics metrics = new();
    private readonly MeterListener listener = new();
    private readonly HashSet<string> shown = [];

    /// <param name="job">A name that no other test uses: metrics are the process's.</param>
    public RunnerHost(string connectionString, string job, Func<IJobRuns, IJobRuns>? instead = null)
    {
        database = new(connectionString);
        Runs = new JobRuns(database);
        Job = new(job);
        Runner = new(
            [Job], instead?.Invoke(Runs) ?? Runs, new JobTurn(database), metrics, TimeProvider.System, NullLogger<JobRunner>.Instance);
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "lifecycle.job.processed")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => shown.Add((string)tags[0].Value!));
        listener.Start();
    }

    public JobRuns Runs { get; }

    public HeldJob Job { get; }

    public JobRunner Runner { get; }

    /// <summary>Whether the metrics show a run of the job now.</summary>
    public bool IsShown()
    {
        shown.Clear();
        listener.RecordObservableInstruments();
        return shown.Contains(Job.Name);
    }

    /// <summary>Writes a run down, as the interface does when somebody asks for it.</summary>
    public async Task<Guid> AskAsync() => (await Runs.Create(Guid.NewGuid(), Job.Name, scope: null, "tester", CancellationToken.None)).Id;

    public async Task<string> StatusAsync(Guid run) => (await Runs.Find(run, CancellationToken.None))!.Status;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        metrics.Dispose();
        await database.DisposeAsync();
    }
}

/// <summary>A job that does some of its work and then waits until it is let go.</summary>
internal sealed class HeldJob(string name) : IJob
{
    private readonly SemaphoreSlim begun = new(0);
    private readonly TaskCompletionSource let = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int runs;

    public string Name => name;

    public string Description => "Waits.";

    /// <summary>How many times it was run here.</summary>
    public int Runs => Volatile.Read(ref runs);

    public Task<bool> IsDueAsync(CancellationToken ct) => Task.FromResult(false);

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        run.Progress.Report(new(Interlocked.Increment(ref runs), 10));
        begun.Release();
        await let.Task.WaitAsync(ct);
    }

    /// <summary>Waits until a run is in its middle.</summary>
    public async Task BeginsAsync() => Assert.True(await begun.WaitAsync(Machine.Guard));

    /// <summary>Lets all runs end.</summary>
    public void LetGo() => let.SetResult();
}
