using Hangfire;
using Hangfire.Storage;
using Lifecycle.Cluster.Scheduling;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>After a clock that stood a day ahead was set back, the jobs are looked at with the next minute again.</summary>
public sealed class RecurringTests
{
    // As Hangfire stores it, twice.
    private const string Ahead = """
        UPDATE hangfire.set SET score = score + 86400 WHERE key = 'recurring-jobs';
        UPDATE hangfire.hash SET value = to_char(now() AT TIME ZONE 'UTC' + interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') WHERE field = 'NextExecution'
        """;

    [Fact]
    public async Task What_a_clock_has_set_a_day_ahead_is_set_right()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var here = await Member.StartAsync(folder.Path, database);
        var (schedule, storage) = (here.Get<HangfireSchedule>(), here.Get<JobStorage>());
        await TestPostgres.ExecuteAsync(database, Ahead);
        Assert.NotEmpty(Late());

        await schedule.SetRightAsync(evenSo: false, CancellationToken.None);
        Assert.Empty(Late());
        Assert.Equal(schedule.Jobs.Count, Read().Count);

        IEnumerable<RecurringJobDto> Late() => Read().Where(job => job.NextExecution > DateTime.UtcNow.AddMinutes(5));

        List<RecurringJobDto> Read()
        {
            using var connection = storage.GetConnection();
            return connection.GetRecurringJobs();
        }
    }
}
