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

    /// <summary>A customer leaves the cell of its last rating, if it had one, and enters that of its new one.</summary>
    public void Move(Standing? from, Standing? to)
    {
        if (from is not null)
        {
            Add(Cell.Of(from), -CellSum.Of(from));
        }

        if (to is not null)
        {
            Add(Cell.Of(to), CellSum.Of(to));
        }
    }

    private void Add(Cell cell, CellSum sum) => sums[cell] = sums.GetValueOrDefault(cell) + sum;
}
