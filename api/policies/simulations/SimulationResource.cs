using Lifecycle.Grains;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>A simulation: long work as a resource. Money in currency.</summary>
/// <param name="Revision">Of the draft that was simulated, as it was when it was asked for; null: the version was published.</param>
/// <param name="Against">The version to compare with; null: the one in force on each day.</param>
/// <param name="AgainstRevision">Where that was a draft.</param>
/// <param name="Dates">The days to look at.</param>
/// <param name="Processed">Customers; each is rated on all days.</param>
/// <param name="IsComplete">Whether everybody is in it; null until it is done. Whose stored state cannot be read is not.</param>
/// <param name="Movers">How many stand elsewhere on the last day; null until it is done.</param>
/// <param name="By">What the matrix shows: <c>state</c>, <c>class</c> or <c>tier</c>; null without days.</param>
/// <param name="Days">What it found, day by day; empty until it is done, and in lists.</param>
public sealed record SimulationResource(
    Guid Id, int Version, long? Revision, int? Against, long? AgainstRevision, IReadOnlyList<DateOnly> Dates, string Status, long Processed,
    long? Total, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error, string Actor, bool? IsComplete,
    long? Movers, string? By, IReadOnlyList<SimulatedDayResource> Days)
{
    /// <summary>How far it is.</summary>
    public static SimulationResource Of(Simulation simulation, StoredRun run) => new(
        simulation.Id, simulation.Version, simulation.Revision, simulation.Against, simulation.AgainstRevision, simulation.Days, run.Status,
        run.Processed, run.Total, run.CreatedAt, run.StartedAt, run.FinishedAt, run.Error, run.Actor, null, null, null, []);

    /// <summary>With what it found.</summary>
    public SimulationResource With(SimulationResult? result, string by) => result is null ? this : this with
    {
        IsComplete = result.IsComplete,
        Movers = result.Movers,
        By = by,
        Days = [.. result.Days.Select(day => SimulatedDayResource.Of(day, Version, by))],
    };
}

/// <summary>One day of a simulation.</summary>
/// <param name="Against">The version compared with on this day.</param>
/// <param name="Before">The portfolio under that version.</param>
/// <param name="After">The portfolio under the simulated version.</param>
/// <param name="Alerts">Those that the change would raise, by account manager, kind and severity.</param>
/// <param name="Backtest">Null where <paramref name="NoBacktest"/> says why.</param>
public sealed record SimulatedDayResource(
    DateOnly Day, int Against, IReadOnlyList<SimulatedCell> Cells, SimulatedPortfolioResource Before, SimulatedPortfolioResource After,
    IReadOnlyList<SimulatedAlertsResource> Alerts, BacktestResource? Backtest, string? NoBacktest)
{
    internal static SimulatedDayResource Of(SimulatedDay day, int version, string by)
    {
        var moves = by switch { "tier" => day.ByTier, "class" => day.ByClass, _ => SimulatedMove.OfStates(day.ByClass) };
        return new(
            day.Day, day.Against,
            [.. moves.Select(m => new SimulatedCell(m.From, m.To, m.Customers, m.SalesBefore / 100m, m.Sales / 100m, m.Receivable / 100m))],
            SimulatedPortfolioResource.Of(day.Before), SimulatedPortfolioResource.Of(day.After),
            [.. day.Alerts.Select(a => new SimulatedAlertsResource(a.Manager, a.Kind.Word(), a.Severity.Word(), a.Count))],
            day.Backtest is { } backtest ? BacktestResource.Of(day.Day, backtest, day.Against, version) : null,
            day.Backtest is null ? $"{Backtesting.Later} days after {day.Day:yyyy-MM-dd} had not come when it was simulated." : null);
    }
}

/// <summary>Customers in one place under the version compared with, and in another under the simulated one.</summary>
/// <param name="SalesBefore">In the window of the version compared with.</param>
/// <param name="Sales">In the window of the simulated version.</param>
public sealed record SimulatedCell(string From, string To, long Customers, decimal SalesBefore, decimal Sales, decimal Receivable);

/// <summary>Alerts that the change would raise.</summary>
/// <param name="Manager">Null: of customers in the pool.</param>
public sealed record SimulatedAlertsResource(string? Manager, string Kind, string Severity, long Count);
