using System.Collections.Immutable;
using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Everybody's places under two policies: from these sums follow the matrix by anything, and the portfolio of either side.</summary>
internal sealed class Moves
{
    private readonly Dictionary<(Cell Before, Cell After), (CellSum Before, CellSum After)> cells = [];

    public void Add(Standing before, Standing after) =>
        Add((Cell.Of(before), Cell.Of(after)), (CellSum.Of(before), CellSum.Of(after)));

    public void Join(Moves other)
    {
        foreach (var (move, sums) in other.cells)
        {
            Add(move, sums);
        }
    }

    /// <summary>The matrix, in order of the places; only where somebody is.</summary>
    public ImmutableArray<SimulatedMove> By(Func<Cell, string> place) =>
    [
        .. cells
            .GroupBy(c => (From: place(c.Key.Before), To: place(c.Key.After)), c => c.Value)
            .OrderBy(g => g.Key)
            .Select(g => new SimulatedMove(
                g.Key.From, g.Key.To, g.Sum(s => s.After.Customers), g.Sum(s => s.Before.Sales), g.Sum(s => s.After.Sales), g.Sum(s => s.After.Receivable))),
    ];

    public SimulatedPortfolio Before => Side(cells.Select(c => (c.Key.Before, c.Value.Before)));

    public SimulatedPortfolio After => Side(cells.Select(c => (c.Key.After, c.Value.After)));

    /// <summary>A tier as a place of the matrix.</summary>
    public static string Tier(Cell cell) => cell.Tier.ToString(CultureInfo.InvariantCulture);

    private static SimulatedPortfolio Side(IEnumerable<(Cell Cell, CellSum Sum)> side)
    {
        var portfolio = new Portfolio();
        foreach (var (cell, sum) in side)
        {
            portfolio.Add(cell, sum);
        }

        return new(portfolio.Total, Parts(c => c.Class), Parts(Tier), Parts(c => c.Manager), Parts(c => c.Region));

        ImmutableArray<SimulatedPart> Parts(Func<Cell, string?> key) => [.. portfolio.By(key).Select(part => new SimulatedPart(part.Key, part.Sum))];
    }

    private void Add((Cell Before, Cell After) move, (CellSum Before, CellSum After) sums)
    {
        var (before, after) = cells.GetValueOrDefault(move);
        cells[move] = (before + sums.Before, after + sums.After);
    }
}
