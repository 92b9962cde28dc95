using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Tasks;

/// <summary>Budgets in the database. A changed row is locked first, so that changes come one after another.</summary>
public sealed class Budgets(Database database, IBusinessClock clock) : IBudgets
{
    // Version 0 is no budget: it stays in this transaction, and goes with it when the change is refused.
    private const string Stub = """
        INSERT INTO care_budget (id, name, amount, from_day, to_day, version, changed_by, changed_at)
        VALUES ($1, '', 0, $2, $2, 0, '', $3) ON CONFLICT DO NOTHING
        """;

    /// <inheritdoc/>
    public async Task<StoredBudget?> Find(string id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await BudgetRows.FindAsync(connection, id, ct);
    }

    /// <inheritdoc/>
    public async Task<BudgetChange> Put(Budget budget, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command(Stub, budget.Id, budget.From, clock.Now).ExecuteNonQueryAsync(ct);
        await BudgetRows.LockAsync(connection, [budget.Id], ct);
        var before = (await BudgetRows.FindAsync(connection, budget.Id, ct))!;
        if (seen is { } version && version != before.Version)
        {
            return new(Budget: null, IsNew: false, Budget.Changed);
        }

        var isSame = before.Version > 0 && before.Budget == budget;
        var after = isSame ? before : before with { Budget = budget, Version = before.Version + 1 };
        if (!isSame)
        {
            await BudgetRows.SaveAsync(connection, budget, after.Version, actor, clock.Now, ct);
        }

        await transaction.CommitAsync(ct);
        return new(after, IsNew: before.Version == 0, Refusal: null);
    }
}
