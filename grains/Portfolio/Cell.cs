namespace Lifecycle.Grains;

/// <summary>Where a customer counts in the portfolio.</summary>
/// <param name="Manager">Null: the pool.</param>
public readonly record struct Cell(string Class, int Tier, string? Manager, string? Region)
{
    /// <summary>The cell of a rated customer.</summary>
    public static Cell Of(Standing standing) => new(standing.Class, standing.Tier, standing.Manager, standing.Region);
}

/// <summary>What the customers of a cell sum up to. Money in cents; decimal, since a portfolio may outgrow 64 bits.</summary>
/// <param name="Score">Σ of the shown scores, in hundredths.</param>
public readonly record struct CellSum(long Customers, decimal Sales, decimal Receivable, decimal Overdue, decimal Score)
{
    /// <summary>One rated customer.</summary>
    public static CellSum Of(Standing standing) => new(1, standing.Sales, standing.Receivable, standing.Overdue, standing.ScoreHundredths);

    /// <summary>The sum of some.</summary>
    public static CellSum Of(IEnumerable<CellSum> parts) => parts.Aggregate(default(CellSum), (sum, part) => sum + part);

    /// <summary>The sum of two.</summary>
    public static CellSum operator +(CellSum a, CellSum b) =>
        new(a.Customers + b.Customers, a.Sales + b.Sales, a.Receivable + b.Receivable, a.Overdue + b.Overdue, a.Score + b.Score);

    /// <summary>The opposite: what leaves a cell.</summary>
    public static CellSum operator -(CellSum a) => new(-a.Customers, -a.Sales, -a.Receivable, -a.Overdue, -a.Score);
}

/// <summary>What a set of decisions moves in the portfolio, cell by cell.</summary>
public sealed class PortfolioDeltas
{
    private readonly Dictionary<Cell, CellSum> sums = [];

    /// <summary>Every cell whose sums really move.</summary>
    public IEnumerable<(Cell Cell, CellSum Sum)> Rows => sums.Where(s => s.Value != default).Select(s => (s.Key, s.Value));

    /// <summary>What moves in the whole.</summary>
    public CellSum Total => CellSum.Of(sums.Values);

    /// <summary>What moves by some part of the cell, in order of the key, the missing key first; only where anything does.</summary>
    public IEnumerable<(TKey Key, CellSum Sum)> By<TKey>(Func<Cell, TKey> key) => sums
        .GroupBy(sum => key(sum.Key), (k, group) => (Key: k, Sum: CellSum.Of(group.Select(sum => sum.Value))))
        .Where(group => group.Sum != default)
        .OrderBy(group => group.Key);

    /// <summary>A customer leaves the cell of its last rating, if it had one, and enters that of its new one.</summary>
    /// <returns>Whether anything moves.</returns>
    public bool Move(Standing? from, Standing? to)
    {
        if (ReferenceEquals(from, to))
        {
            return false;
        }

        var (left, entered) = (Part(from), Part(to));
        if (left == entered)
        {
            return false;
        }

        if (left is { } gone)
        {
            Add(gone.Cell, -gone.Sum);
        }

        if (entered is { } come)
        {
            Add(come.Cell, come.Sum);
        }

        return true;

        static (Cell Cell, CellSum Sum)? Part(Standing? standing) => standing is null ? null : (Cell.Of(standing), CellSum.Of(standing));
    }

    /// <summary>Adds what other decisions move.</summary>
    public void Add(PortfolioDeltas other)
    {
        foreach (var (cell, sum) in other.sums)
        {
            Add(cell, sum);
        }
    }

    private void Add(Cell cell, CellSum sum) => sums[cell] = sums.GetValueOrDefault(cell) + sum;
}
