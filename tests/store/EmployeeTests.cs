using Lifecycle.Grains;
using Lifecycle.Store.Employees;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>Who is whose superior never goes round in a circle.</summary>
public sealed class EmployeeTests
{
    [Fact]
    public async Task However_many_are_changed_at_once_there_is_no_circle()
    {
        await using var host = await StoreHost.StartAsync();
        var employees = new Employees(host.Database);
        var changes = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => employees.Put($"e{i % 8}", $"e{(i + 1) % 8}", null, CancellationToken.None)));

        Assert.Contains(changes, c => c.Refusal == Employee.Circle);
        Assert.Equal(7L, await host.AskAsync<long>("SELECT count(*) FROM employee"));
    }

    [Fact]
    public async Task A_version_counts_changes_and_nothing_else()
    {
        await using var host = await StoreHost.StartAsync();
        var employees = new Employees(host.Database);

        Assert.Equal((1, true), Of(await employees.Put("a", "b", expected: 0, CancellationToken.None)));
        Assert.Equal((1, false), Of(await employees.Put("a", "b", expected: null, CancellationToken.None)));
        Assert.Equal((2, false), Of(await employees.Put("a", null, expected: 1, CancellationToken.None)));
        Assert.Equal(Employee.Changed, (await employees.Put("a", "c", expected: 1, CancellationToken.None)).Refusal);
        Assert.Equal(new Employee("a", null, 2), await employees.Find("a", CancellationToken.None));
    }

    private static (long, bool) Of(EmployeeChange change) => (change.Employee!.Version, change.IsNew);
}
