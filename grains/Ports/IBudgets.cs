namespace Lifecycle.Grains;

/// <summary>How a change of a budget ended.</summary>
/// <param name="Budget">As it is now; null when it was refused.</param>
/// <param name="IsNew">Whether it was made by this.</param>
public sealed record BudgetChange(StoredBudget? Budget, bool IsNew, Refusal? Refusal);

/// <summary>Budgets of care.</summary>
public interface IBudgets
{
    /// <summary>A budget, or null.</summary>
    Task<StoredBudget?> Find(string id, CancellationToken ct);

    /// <summary>Makes a budget, or changes it. What is spent stays spent, even where that is more than the new amount.</summary>
    /// <param name="seen">The version that the sender has seen, 0 for none; another one refuses the change. Null: any.</param>
    Task<BudgetChange> Put(Budget budget, long? seen, string actor, CancellationToken ct);
}
