using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What a simulation found. Money in cents. Stored as it is: fields may be added, none renamed.</summary>
/// <param name="IsComplete">Whether everybody is in it; a customer whose stored state cannot be read is not.</param>
/// <param name="Movers">How many stand elsewhere on the last day.</param>
public sealed record SimulationResult(bool IsComplete, long Movers, ImmutableArray<SimulatedDay> Days);

/// <summary>One day of a simulation.</summary>
/// <param name="Against">The version that was compared with.</param>
/// <param name="Alerts">Those that would be raised by the change.</param>
/// <param name="Backtest">Null: the check's day has not come yet.</param>
public sealed record SimulatedDay(
    DateOnly Day, int Against, ImmutableArray<SimulatedMove> ByClass, ImmutableArray<SimulatedMove> ByTier, SimulatedPortfolio Before,
    SimulatedPortfolio After, ImmutableArray<SimulatedAlerts> Alerts, SimulatedBacktest? Backtest);

/// <summary>Customers that stand in one place under the version compared with, and in another under the simulated one.</summary>
/// <param name="SalesBefore">In the window of the version compared with.</param>
/// <param name="Sales">In the window of the simulated version.</param>
public sealed record SimulatedMove(string From, string To, long Customers, decimal SalesBefore, decimal Sales, decimal Receivable)
{
    /// <summary>The matrix of states, from that of classes.</summary>
    public static ImmutableArray<SimulatedMove> OfStates(ImmutableArray<SimulatedMove> classes) =>
    [
        .. classes.GroupBy(m => (From: Rating.StateOf(m.From), To: Rating.StateOf(m.To))).OrderBy(g => g.Key).Select(g => new SimulatedMove(
            g.Key.From, g.Key.To, g.Sum(m => m.Customers), g.Sum(m => m.SalesBefore), g.Sum(m => m.Sales), g.Sum(m => m.Receivable))),
    ];
}

/// <summary>The portfolio under one version.</summary>
public sealed record SimulatedPortfolio(
    CellSum Total, ImmutableArray<SimulatedPart> ByClass, ImmutableArray<SimulatedPart> ByTier, ImmutableArray<SimulatedPart> ByManager,
    ImmutableArray<SimulatedPart> ByRegion)
{
    /// <summary>By state, from the classes.</summary>
    public IEnumerable<SimulatedPart> ByState() => ByClass
        .GroupBy(part => Rating.StateOf(part.Key!), (state, parts) => new SimulatedPart(state, CellSum.Of(parts.Select(part => part.Sum))))
        .OrderBy(part => part.Key);
}

/// <summary>A part of the portfolio; a missing manager or region has the key null.</summary>
public sealed record SimulatedPart(string? Key, CellSum Sum);

/// <summary>How many alerts of a kind would be raised for an account manager.</summary>
/// <param name="Manager">Null: of customers in the pool.</param>
public sealed record SimulatedAlerts(string? Manager, AlertKind Kind, AlertSeverity Severity, long Count);

/// <summary>What became of those that each version called bad.</summary>
/// <param name="Overdue">How many of all customers had something overdue on the day of the check.</param>
public sealed record SimulatedBacktest(DateOnly CheckedOn, long Overdue, Called Before, Called After);

/// <summary>Those that a version called <c>problem</c> or <c>deteriorating</c>.</summary>
/// <param name="Overdue">How many of them had something overdue on the day of the check.</param>
public readonly record struct Called(long Customers, long Overdue)
{
    /// <summary>With one customer more, if the version called it so.</summary>
    public Called Plus(Standing standing, bool isOverdue) =>
        standing.State is "problem" or "deteriorating" ? new(Customers + 1, Overdue + (isOverdue ? 1 : 0)) : this;
}
