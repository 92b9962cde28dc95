using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>Who moved from where to where between two days, from everything known now.</summary>
/// <param name="by">What to compare: <c>state</c>, <c>class</c> or <c>tier</c>.</param>
public sealed class Migration(DateOnly from, DateOnly to, string by, PolicyBook policies) : IFold<Migration>
{
    private readonly Policy earlier = policies.InForceOn(from);
    private readonly Policy later = policies.InForceOn(to);
    private readonly SortedDictionary<(string From, string To), (long Customers, decimal Receivable)> cells = [];

    /// <summary>How many made each move, with their receivable on the later day in cents; in order of the places.</summary>
    public IReadOnlyDictionary<(string From, string To), (long Customers, decimal Receivable)> Cells => cells;

    /// <inheritdoc/>
    public void Add(CustomerState customer)
    {
        var now = Rater.Rate(customer, to, later, policies);
        Add((Place(Rater.Rate(customer, from, earlier, policies)), Place(now)), 1, now.Measures.Receivable);
    }

    /// <inheritdoc/>
    public void Join(Migration other)
    {
        foreach (var (move, sum) in other.cells)
        {
            Add(move, sum.Customers, sum.Receivable);
        }
    }

    private void Add((string From, string To) move, long customers, decimal receivable)
    {
        var sum = cells.GetValueOrDefault(move);
        cells[move] = (sum.Customers + customers, sum.Receivable + receivable);
    }

    private string Place(in Rating rating) => by switch
    {
        "state" => rating.State,
        "class" => rating.Class,
        _ => rating.Tier.ToString(CultureInfo.InvariantCulture),
    };
}
