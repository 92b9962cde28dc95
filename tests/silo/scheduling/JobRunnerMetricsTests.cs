using Lifecycle.Grains;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Silo.Scheduling;

/// <summary>Metrics show a run as long as it runs here, however it goes away.</summary>
public sealed class JobRunnerMetricsTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Metrics_show_no_run_that_was_stopped()
    {
        await using var host = new RunnerHost(await TestPostgres.CreateDatabaseAsync(), "stopped");
        using var stop = new CancellationTokenSource();
        var running = host.Runner.TryRunAsync("stopped", await host.AskAsync(), stop.Token);
        await host.Job.BeginsAsync();
        Assert.True(host.IsShown());

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Machine.Guard));
        Assert.False(host.IsShown());
    }

    [Fact]
    public async Task Metrics_show_no_run_whose_end_could_not_be_written_down()
    {
        await using var host = new RunnerHost(await TestPostgres.CreateDatabaseAsync(), "unwritten", runs => new Unwritable(runs));
        var run = await host.AskAsync();
        var running = host.Runner.TryRunAsync("unwritten", run, Ct);
        await host.Job.BeginsAsync();
        Assert.True(host.IsShown());

        host.Job.LetGo();
        await Assert.ThrowsAsync<NpgsqlException>(() => running.WaitAsync(Machine.Guard));
        Assert.False(host.IsShown());
        Assert.Equal("running", await host.StatusAsync(run));
    }

    /// <summary>The database goes away once a run has begun.</summary>
    private sealed class Unwritable(IJobRuns runs) : IJobRuns
    {
        public Task<StoredRun> Create(Guid id, string name, string? scope, string actor, CancellationToken ct) => runs.Create(id, name, scope, actor, ct);

        public Task<StoredRun?> Find(Guid id, CancellationToken ct) => runs.Find(id, ct);

        public Task<StoredRun?> FindBegun(string name, CancellationToken ct) => runs.FindBegun(name, ct);

        public Task<bool> Begin(Guid id, CancellationToken ct) => runs.Begin(id, ct);

        public Task<bool> Report(Guid id, long processed, long? total, CancellationToken ct) => throw new NpgsqlException("away");

        public Task End(Guid id, string status, string? error, CancellationToken ct) => throw new NpgsqlException("away");

        public Task<bool> Cancel(Guid id, CancellationToken ct) => runs.Cancel(id, ct);
    }
}
