namespace Lifecycle.Grains;

/// <summary>The figures of a portfolio, cell by cell, and any way of summing them up.</summary>
public sealed class Portfolio
{
    private readonly Dictionary<Cell, CellSum> cells = [];

    /// <summary>Every cell that holds somebody.</summary>
    public IReadOnlyDictionary<Cell, CellSum> Cells => cells;

    /// <summary>The whole.</summary>
    public CellSum Total => CellSum.Of(cells.Values);

    /// <summary>Adds what a cell holds.</summary>
    public void Add(Cell cell, CellSum sum) => cells[cell] = cells.GetValueOrDefault(cell) + sum;

    /// <summary>Adds one rated customer.</summary>
    public void Add(Standing standing) => Add(Cell.Of(standing), CellSum.Of(standing));

    /// <summary>Adds what another portfolio holds.</summary>
    public void Add(Portfolio other)
    {
        foreach (var (cell, sum) in other.cells)
        {
            Add(cell, sum);
        }
    }

    /// <summary>The sums by some part of the cell, in order of the key, the missing key first.</summary>
    public IEnumerable<(TKey Key, CellSum Sum)> By<TKey>(Func<Cell, TKey> key) => cells
        .GroupBy(cell => key(cell.Key), (k, group) => (Key: k, Sum: CellSum.Of(group.Select(cell => cell.Value))))
        .Where(group => group.Sum.Customers != 0)
        .OrderBy(group => group.Key);
}
