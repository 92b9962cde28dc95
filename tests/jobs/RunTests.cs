using Lifecycle.Store.Jobs;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Jobs;

/// <summary>What survives a kill between any two steps of a run.</summary>
public sealed class RunTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_run_that_nobody_was_told_of_and_one_that_nobody_ended_are_found()
    {
        await using var host = await StoreHost.StartAsync();
        var runs = new JobRuns(host.Database);
        var (lost, fresh) = (Guid.NewGuid(), Guid.NewGuid());
        await runs.Create(lost, "verify", null, "tester", Ct);
        await runs.Create(fresh, "re-rate", "all", "tester", Ct);
        Assert.Null(await runs.FindBegun("verify", Ct));

        // Its request died between writing it down and telling the schedule, and the schedule has come by since.
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE job_run SET created_at = now() - interval '2 minutes' WHERE name = 'verify'");
        Assert.Equal(lost, (await runs.FindBegun("verify", Ct))!.Id);
        Assert.Null(await runs.FindBegun("re-rate", Ct));

        // Written down by a database whose clock was a day ahead: nobody waits for that day.
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE job_run SET created_at = now() + interval '1 day' WHERE name = 'verify'");
        Assert.Equal(lost, (await runs.FindBegun("verify", Ct))!.Id);

        Assert.True(await runs.Begin(fresh, Ct));
        Assert.Equal((fresh, "running", "all"), (await runs.FindBegun("re-rate", Ct)) is { } found ? (found.Id, found.Status, found.Scope) : default);
        Assert.True(await runs.Begin(fresh, Ct));
        await runs.End(fresh, "done", null, Ct);
        Assert.Null(await runs.FindBegun("re-rate", Ct));
        Assert.False(await runs.Begin(fresh, Ct));
    }

    [Fact]
    public async Task What_the_schedule_ran_long_ago_is_forgotten_and_what_people_asked_for_is_not()
    {
        await using var host = await StoreHost.StartAsync();
        var runs = new JobRuns(host.Database);
        var (old, asked, open, recent) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await runs.Create(old, "re-rate", null, JobRuns.BySchedule, Ct);
        await runs.Create(asked, "re-rate", null, "tester", Ct);
        await runs.Create(open, "care", null, JobRuns.BySchedule, Ct);
        await TestPostgres.ExecuteAsync(host.ConnectionString, "UPDATE job_run SET created_at = now() - interval '91 days'");
        await runs.Create(recent, "re-rate", null, JobRuns.BySchedule, Ct);
        foreach (var ended in new[] { old, asked, recent })
        {
            await runs.End(ended, "done", null, Ct);
        }

        await JobRuns.ForgetOldAsync(host.Database, Ct);

        Assert.Null(await runs.Find(old, Ct));
        Assert.All(await Task.WhenAll(runs.Find(asked, Ct), runs.Find(open, Ct), runs.Find(recent, Ct)), Assert.NotNull);
    }

    [Fact]
    public async Task A_run_that_is_to_be_cancelled_is_told_so_and_keeps_its_last_figures()
    {
        await using var host = await StoreHost.StartAsync();
        var runs = new JobRuns(host.Database);
        var id = Guid.NewGuid();
        await runs.Create(id, "verify", null, "tester", Ct);
        await runs.Begin(id, Ct);
        Assert.True(await runs.Report(id, 1, 5, Ct));
        Assert.True(await runs.Cancel(id, Ct));

        Assert.False(await runs.Report(id, 2, 5, Ct));
        await runs.End(id, "cancelled", null, Ct);
        await runs.End(id, "done", null, Ct);
        Assert.False(await runs.Cancel(id, Ct));
        var ended = (await runs.Find(id, Ct))!;
        Assert.Equal(("cancelled", 2L, 5L), (ended.Status, ended.Processed, ended.Total));

        // Written down again it is still that one.
        Assert.Equal(ended, await runs.Create(id, "verify", null, "tester", Ct));
    }
}
