using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Silo.Scheduling;

/// <summary>A run is executed by one at a time, whatever schedulers believe of each other, and by another one when he is gone.</summary>
public sealed class JobRunnerTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_run_is_left_to_whoever_is_at_it_and_taken_over_when_he_is_gone()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var one = new RunnerHost(database, "left");
        await using var two = new RunnerHost(database, "left");
        using var stop = new CancellationTokenSource();
        var run = await one.AskAsync();
        var running = one.Runner.RunAsync("left", run, stop.Token);
        await one.Job.BeginsAsync();

        // As Quartz does with what a silo has begun that was paused for a while: fired as it was, and with the next minute.
        Assert.False(await two.Runner.TryRunAsync("left", run, Ct).WaitAsync(Machine.Guard));
        Assert.False(await two.Runner.TryRunAsync("left", null, Ct).WaitAsync(Machine.Guard));
        var waiting = two.Runner.RunAsync("left", run, Ct);
        Assert.Equal((1, 0, "running"), (one.Job.Runs, two.Job.Runs, await one.StatusAsync(run)));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Machine.Guard));
        await two.Job.BeginsAsync();
        two.Job.LetGo();
        await waiting.WaitAsync(Machine.Guard);
        Assert.Equal((1, 1, "done"), (one.Job.Runs, two.Job.Runs, await two.StatusAsync(run)));
    }

    [Fact]
    public async Task Whoever_waited_for_a_run_that_ended_does_nothing()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var one = new RunnerHost(database, "ended");
        await using var two = new RunnerHost(database, "ended");
        var run = await one.AskAsync();
        var running = one.Runner.RunAsync("ended", run, Ct);
        await one.Job.BeginsAsync();
        var waiting = two.Runner.RunAsync("ended", run, Ct);

        one.Job.LetGo();
        await running.WaitAsync(Machine.Guard);
        await waiting.WaitAsync(Machine.Guard);
        Assert.Equal((1, 0, "done"), (one.Job.Runs, two.Job.Runs, await two.StatusAsync(run)));
    }

    [Fact]
    public async Task A_run_stops_when_its_turn_is_lost_and_goes_on_when_it_is_had_again()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var host = new RunnerHost(database, "lost");
        var run = await host.AskAsync();
        var running = host.Runner.TryRunAsync("lost", run, Ct);
        await host.Job.BeginsAsync();
        Assert.Equal(1L, await Db.AskAsync(database, JobTurnTests.Drop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Machine.Guard));
        Assert.Equal("running", await host.StatusAsync(run));

        // As Quartz fires it: it needs no other firing.
        var again = host.Runner.RunAsync("lost", null, Ct);
        await host.Job.BeginsAsync();
        Assert.Equal(1L, await Db.AskAsync(database, JobTurnTests.Drop));
        await host.Job.BeginsAsync();
        host.Job.LetGo();
        await again.WaitAsync(Machine.Guard);
        Assert.Equal((3, "done"), (host.Job.Runs, await host.StatusAsync(run)));
    }
}
