using Lifecycle.Grains;
using Lifecycle.Store.Tasks;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Store.Tasks;

/// <summary>To-dos and their budgets: opened once with their decision, and never more charged than there is.</summary>
public sealed class TaskStoreTests
{
    private static readonly CareTask Gift = new("gift-1", "c", 1, "li.na", CareTaskKinds.Gift, StoreHost.Today, 6000, "b");

    [Fact]
    public async Task A_decision_opens_one_task_with_whatever_else_its_transaction_does()
    {
        await using var host = await BudgetedAsync();
        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Assert.Equal(2, await OpenAsync(host, connection, Gift, Gift with { MessageKey = "call-1", Manager = null, Kind = CareTaskKinds.Call, BudgetId = null }));
            await transaction.RollbackAsync();
        }

        Assert.Equal(0L, await host.AskAsync<long>("SELECT count(*) FROM care_task"));
        Assert.Equal(1, await OpenAsync(host, connection, Gift));
        Assert.Equal(1, await OpenAsync(host, connection, Gift with { Cost = 1 }, Gift with { MessageKey = "gift-2" }));
        Assert.Equal("gift-1 6000 open; gift-2 6000 open", await host.AskAsync<string>("SELECT string_agg(concat_ws(' ', message_key, cost, status), '; ' ORDER BY id) FROM care_task"));
    }

    [Fact]
    public async Task Two_at_once_do_not_share_the_last_money()
    {
        await using var host = await BudgetedAsync();
        await using var first = await host.Database.Readers.OpenConnectionAsync();
        await using var second = await host.Database.Readers.OpenConnectionAsync();
        await using var holding = await first.BeginTransactionAsync();
        await using var waiting = await second.BeginTransactionAsync();

        Assert.Null(await BudgetRows.TryCharge(first, "b", 6000, StoreHost.Today, CancellationToken.None));
        await OpenAsync(host, first, Gift);
        var charge = BudgetRows.TryCharge(second, "b", 6000, StoreHost.Today, CancellationToken.None);
        await Machine.UntilAsync(
            async () => charge.IsCompleted || await host.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0,
            "the second to wait or to be done");
        await holding.CommitAsync();

        Assert.Equal("budget-exhausted", (await charge)?.Code);
        Assert.Null(await BudgetRows.TryCharge(second, "b", 4000, StoreHost.Today, CancellationToken.None));
        Assert.Equal("budget-not-found", (await BudgetRows.TryCharge(second, "x", 1, StoreHost.Today, CancellationToken.None))?.Code);
    }

    [Fact]
    public async Task What_it_cost_counts_and_what_is_cancelled_costs_nothing()
    {
        await using var host = await BudgetedAsync();
        var (budgets, tasks) = (new Budgets(host.Database, host.Clock), new CareTasks(host.Database, host.Clock));
        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        await OpenAsync(host, connection, Gift, Gift with { MessageKey = "gift-2", Cost = 4000 });
        var ids = await IdsAsync(host);
        Assert.Equal(10_000, (await budgets.Find("b", CancellationToken.None))!.Spent);

        Assert.Equal("done", (await tasks.Finish(ids[0], new(StoreHost.Today, 9000, "flowers"), StoreHost.Origin, CancellationToken.None)).Task?.Status);
        Assert.Equal(13_000, (await budgets.Find("b", CancellationToken.None))!.Spent);
        Assert.Equal("cancelled", (await tasks.Cancel(ids[1], StoreHost.Origin, CancellationToken.None)).Task?.Status);
        Assert.True((await tasks.Cancel(ids[1], StoreHost.Origin, CancellationToken.None)).IsDuplicate);
        Assert.Equal(9000, (await budgets.Find("b", CancellationToken.None))!.Spent);
        Assert.Equal("task-not-found", (await tasks.Cancel(-1, StoreHost.Origin, CancellationToken.None)).Refusal?.Code);
    }

    [Fact]
    public async Task A_request_that_comes_again_changes_nothing_whatever_day_it_is()
    {
        await using var host = await BudgetedAsync();
        var tasks = new CareTasks(host.Database, host.Clock);
        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        await OpenAsync(host, connection, Gift);
        var (id, origin) = ((await IdsAsync(host))[0], StoreHost.Origin with { Idempotency = new("key", [1]) });

        Assert.False((await tasks.Finish(id, new(StoreHost.Today, null, null), origin, CancellationToken.None)).IsDuplicate);
        var again = await tasks.Finish(id, new(StoreHost.Today.AddDays(1), null, null), origin, CancellationToken.None);
        Assert.Equal((true, null, StoreHost.Today), (again.IsDuplicate, again.Refusal, again.Task?.DoneOn));
    }

    [Fact]
    public async Task A_budget_changes_only_for_whoever_has_seen_it()
    {
        await using var host = await BudgetedAsync();
        var budgets = new Budgets(host.Database, host.Clock);
        var budget = new Budget("b", "Gifts", 20_000, StoreHost.Today, StoreHost.Today);

        Assert.Equal("version-mismatch", (await budgets.Put(budget, 0, "t", CancellationToken.None)).Refusal?.Code);
        Assert.Equal(2, (await budgets.Put(budget, 1, "t", CancellationToken.None)).Budget?.Version);
        Assert.Equal((2L, false), (await budgets.Put(budget, null, "t", CancellationToken.None)) is { } same ? (same.Budget!.Version, same.IsNew) : default);
        Assert.Equal("version-mismatch", (await budgets.Put(budget with { Id = "new" }, 3, "t", CancellationToken.None)).Refusal?.Code);
        Assert.Null(await budgets.Find("new", CancellationToken.None));
    }

    [Fact]
    public async Task Visits_done_are_counted()
    {
        await using var host = await BudgetedAsync();
        await host.RegisterAsync("c");
        var tasks = new CareTasks(host.Database, host.Clock);
        Assert.Equal(new(0, null, StoreHost.Today), await tasks.Visits("c", CancellationToken.None));

        var visit = Gift with { Kind = CareTaskKinds.Visit };
        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        await OpenAsync(host, connection, visit with { MessageKey = "1" }, visit with { MessageKey = "2" }, visit with { MessageKey = "3" }, Gift);
        var ids = await IdsAsync(host);
        await tasks.Finish(ids[0], new(StoreHost.Today.AddDays(-1), null, null), StoreHost.Origin, CancellationToken.None);
        await tasks.Finish(ids[1], new(StoreHost.Today.AddDays(-9), null, null), StoreHost.Origin, CancellationToken.None);
        await tasks.Finish(ids[3], new(StoreHost.Today, null, null), StoreHost.Origin, CancellationToken.None);

        Assert.Equal(new(2, StoreHost.Today.AddDays(-1), StoreHost.Today), await tasks.Visits("c", CancellationToken.None));
    }

    [Fact]
    public async Task A_visit_cancelled_in_the_morning_counts_on_that_day_and_not_the_day_before()
    {
        await using var host = await BudgetedAsync();
        await host.RegisterAsync("c");
        var tasks = new CareTasks(host.Database, host.Clock);
        await using var connection = await host.Database.Readers.OpenConnectionAsync();
        await OpenAsync(host, connection, Gift with { Kind = CareTaskKinds.Visit });

        // Half past seven of the next morning in Shanghai, and still the day before in UTC.
        host.Clock.Time = new(23, 30);
        await tasks.Cancel((await IdsAsync(host))[0], StoreHost.Origin, CancellationToken.None);

        Assert.Equal(new(1, StoreHost.Today.AddDays(1), StoreHost.Today), await tasks.Visits("c", CancellationToken.None));
    }

    private static async Task<StoreHost> BudgetedAsync()
    {
        var host = await StoreHost.StartAsync();
        var change = await new Budgets(host.Database, host.Clock).Put(new("b", "Gifts", 10_000, StoreHost.Today, StoreHost.Today), null, "t", CancellationToken.None);
        Assert.Equal((true, 1L), (change.IsNew, change.Budget!.Version));
        return host;
    }

    private static async Task<int> OpenAsync(StoreHost host, NpgsqlConnection connection, params CareTask[] tasks)
    {
        await using var batch = new NpgsqlBatch(connection);
        TaskRows.Open(batch, tasks, host.Clock.Now);
        return await batch.ExecuteNonQueryAsync();
    }

    private static Task<long[]> IdsAsync(StoreHost host) => host.AskAsync<long[]>("SELECT array_agg(id ORDER BY id) FROM care_task");
}
