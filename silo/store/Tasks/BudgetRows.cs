using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Tasks;

/// <summary>Budgets as rows. The row is locked last in a transaction: others share it.</summary>
public static class BudgetRows
{
    // Costs are bounded, sums of them nearly are: no more than a number holds.
    private const string One = """
        SELECT b.id, b.name, b.amount, b.from_day, b.to_day, b.version,
            (SELECT least(coalesce(sum(t.cost), 0), 9000000000000000000)::bigint FROM care_task t WHERE t.budget_id = b.id AND t.status <> 'cancelled')
        FROM care_budget b WHERE b.id = $1
        """;

    private const string SaveBudget = """
        INSERT INTO care_budget AS b (id, name, amount, from_day, to_day, version, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, amount = excluded.amount, from_day = excluded.from_day, to_day = excluded.to_day,
            version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """;

    /// <summary>
    /// Why a cost cannot be charged to a budget; null: it can, and the budget is the caller's until its transaction ends.
    /// Opening the task that carries the cost, in the same transaction, is what charges it: one cost at a time.
    /// </summary>
    /// <param name="cost">In cents.</param>
    /// <param name="on">The day that it is for.</param>
    public static async Task<Refusal?> TryCharge(NpgsqlConnection connection, string budgetId, long cost, DateOnly on, CancellationToken ct)
    {
        await LockAsync(connection, [budgetId], ct);
        return await FindAsync(connection, budgetId, ct) is { } stored ? stored.Budget.Fits(stored.Spent, cost, on) : Budget.Unknown;
    }

    /// <summary>Waits for budgets, in one order for everybody, and holds them until the transaction ends.</summary>
    internal static Task LockAsync(NpgsqlConnection connection, string[] budgetIds, CancellationToken ct) =>
        connection.Command("SELECT FROM care_budget WHERE id = ANY($1) ORDER BY id FOR UPDATE", (object)budgetIds).ExecuteNonQueryAsync(ct);

    /// <summary>A budget with what is charged to it, or null. A statement of its own: after the lock it sees who held it before.</summary>
    internal static async Task<StoredBudget?> FindAsync(NpgsqlConnection connection, string budgetId, CancellationToken ct)
    {
        await using var command = connection.Command(One, budgetId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(
                new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<DateOnly>(3), row.GetFieldValue<DateOnly>(4)),
                row.GetInt64(6), row.GetInt64(5))
            : null;
    }

    /// <summary>Writes a budget down.</summary>
    internal static Task SaveAsync(NpgsqlConnection connection, Budget budget, long version, string actor, DateTimeOffset now, CancellationToken ct) =>
        connection.Command(SaveBudget, budget.Id, budget.Name, budget.Amount, budget.From, budget.To, version, actor, now).ExecuteNonQueryAsync(ct);
}
