namespace Lifecycle.Grains;

/// <summary>
/// What moved the portfolio between what was known on one day about it and what is known now about another. Every customer
/// walks a chain of ratings, each of which differs from the one before by a single cause: so the parts add up exactly.
/// </summary>
/// <param name="policiesThen">Known at the end of <paramref name="from"/>.</param>
/// <param name="policiesNow">Known now.</param>
public sealed class Attribution(DateOnly from, DateOnly to, PolicyBook policiesThen, PolicyBook policiesNow) : IFold<Twice, Attribution>
{
    private readonly Policy earlier = policiesThen.InForceOn(from);
    private readonly Policy later = policiesNow.InForceOn(to);

    // A version that was known and came into force only later moved nobody by time alone: it is a change of the policy.
    private readonly PolicyBook before = policiesThen.KnownOn(from);
    private readonly bool isOnePolicy = policiesThen.KnownOn(from).Published.AsSpan().SequenceEqual(policiesNow.KnownOn(to).Published.AsSpan(), ReferenceEqualityComparer.Instance);
    private readonly Period between = new(from, to);
    private readonly PortfolioDeltas[] moves = [.. Enum.GetValues<Cause>().Select(_ => new PortfolioDeltas())];

    /// <summary>As of the first day, by what was known at its end.</summary>
    public Portfolio Before { get; } = new();

    /// <summary>As of the second day, by what is known now.</summary>
    public Portfolio After { get; } = new();

    /// <summary>The version in force on the first day, and on the second.</summary>
    public (int Before, int After) Policies => (earlier.Version, later.Version);

    /// <summary>What a cause moves.</summary>
    public PortfolioDeltas By(Cause cause) => moves[(int)cause];

    /// <inheritdoc/>
    public void Add(Twice customer)
    {
        var reported = customer.Then is { } then ? Standing.AsOf(then, from, earlier, before) : null;
        if (reported is not null)
        {
            Before.Add(reported);
        }

        if (customer.Now is not { } now)
        {
            // It is known no more: an import that brought it has been undone.
            By(Cause.LatePostings).Move(reported, null);
            return;
        }

        var isNew = IsNew(now, isKnown: reported is not null);
        var corrected = customer.IsUntouched || (isNew && reported is null) ? reported : Standing.AsOf(now, from, earlier, before);
        var occurred = Standing.AsOf(now, to, earlier, before);
        By(Cause.LatePostings).Move(reported, corrected);
        if (isNew)
        {
            By(Cause.NewBusiness).Move(corrected, occurred);
        }
        else
        {
            var waited = now.AnythingIn(between) ? Standing.AsOf(now.WithoutLater(from), to, earlier, before) : occurred;
            By(Cause.PassingTime).Move(corrected, waited);
            By(Cause.Behaviour).Move(waited, occurred);
        }

        var after = isOnePolicy ? occurred : Standing.AsOf(now, to, later, policiesNow);
        By(Cause.ChangedPolicy).Move(occurred, after);
        After.Add(after);
    }

    /// <inheritdoc/>
    public void Join(Attribution other)
    {
        Before.Add(other.Before);
        After.Add(other.After);
        foreach (var (cause, deltas) in other.moves.Index())
        {
            moves[cause].Add(deltas);
        }
    }

    /// <summary>Whoever has no begin at all is new where nobody knew of it then.</summary>
    private bool IsNew(CustomerState now, bool isKnown)
    {
        var since = now.Profile.CustomerSince.At(to);
        var posted = now.Movements.FirstDay is { } first && first <= to ? first : (DateOnly?)null;
        return since > from || posted > from || (since is null && posted is null && !isKnown);
    }
}
