using Lifecycle.Grains;
using Lifecycle.Store.Employees;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>Who is whose superior never goes round in a circle.</summary>
public sealed class EmployeeTests
{
    [Fact]
    public async Task Two_changes_at_once_close_no_circle_either()
    {
        await using var host = await StoreHost.StartAsync();
        var employees = new Employees(host.Database);

        // Nobody can write for a while, but everybody can read: whoever reads before it is their turn sees no circle.
        await using var blocker = await Hold.TakeAsync(host.ConnectionString, "LOCK TABLE employee IN SHARE MODE");
        var both = new[] { employees.Put("a", "b", null, null, CancellationToken.None), employees.Put("b", "a", null, null, CancellationToken.None) };
        await Machine.UntilAsync(
            async () => await host.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 2,
            "both to wait");
        await blocker.DisposeAsync();

        Assert.Single(await Task.WhenAll(both), c => c.Refusal == Employee.Circle);
        Assert.Equal(1L, await host.AskAsync<long>("SELECT count(*) FROM employee"));
    }

    [Fact]
    public async Task A_version_counts_changes_and_nothing_else()
    {
        await using var host = await StoreHost.StartAsync();
        var employees = new Employees(host.Database);

        Assert.Equal((1, true), Of(await employees.Put("a", "b", [], expected: 0, CancellationToken.None)));
        Assert.Equal((1, false), Of(await employees.Put("a", "b", null, expected: null, CancellationToken.None)));
        Assert.Equal((2, false), Of(await employees.Put("a", null, ["x", "y"], expected: 1, CancellationToken.None)));
        Assert.Equal(Employee.Changed, (await employees.Put("a", "c", [], expected: 1, CancellationToken.None)).Refusal);
        Assert.Equal((2, false), Of(await employees.Put("a", null, ["x", "y"], expected: null, CancellationToken.None)));
        Assert.Equal((3, false), Of(await employees.Put("a", "b", null, expected: null, CancellationToken.None)));

        var found = (await employees.Find("a", CancellationToken.None))!;
        Assert.Equal(("b", 3), (found.Superior, found.Version));
        Assert.Equal(["x", "y"], found.Roles.ToArray());
    }

    private static (long, bool) Of(EmployeeChange change) => (change.Employee!.Version, change.IsNew);
}
