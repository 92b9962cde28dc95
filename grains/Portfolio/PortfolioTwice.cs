namespace Lifecycle.Grains;

/// <summary>The portfolio of a day as it was known then and as it is known now, each under the policy known to be in force on it.</summary>
public sealed class PortfolioTwice(DateOnly day, PolicyBook policiesThen, PolicyBook policiesNow) : IFold<Twice, PortfolioTwice>
{
    private readonly Policy then = policiesThen.InForceOn(day);
    private readonly Policy now = policiesNow.InForceOn(day);
    private readonly bool isSameBook = ReferenceEquals(policiesThen, policiesNow);

    /// <summary>As it was known then.</summary>
    public Portfolio Then { get; } = new();

    /// <summary>As it is known now.</summary>
    public Portfolio Now { get; } = new();

    /// <summary>What makes the one the other, cell by cell.</summary>
    public PortfolioDeltas Changes { get; } = new();

    /// <summary>How many customers count differently, those that are known only once included.</summary>
    public long Differing { get; private set; }

    /// <inheritdoc/>
    public void Add(Twice customer)
    {
        var before = customer.Then is { } known ? Standing.AsOf(known, day, then, policiesThen) : null;
        var after = customer.IsUntouched && isSameBook
            ? before
            : customer.Now is { } present ? Standing.AsOf(present, day, now, policiesNow) : null;
        if (before is not null)
        {
            Then.Add(before);
        }

        if (after is not null)
        {
            Now.Add(after);
        }

        Differing += Changes.Move(before, after) ? 1 : 0;
    }

    /// <inheritdoc/>
    public void Join(PortfolioTwice other)
    {
        Then.Add(other.Then);
        Now.Add(other.Now);
        Changes.Add(other.Changes);
        Differing += other.Differing;
    }
}
