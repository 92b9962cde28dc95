namespace Lifecycle.Grains;

/// <summary>What two policies make of the same customer on the same day.</summary>
public readonly record struct BothRatings(Rating Before, Rating After)
{
    /// <summary>Whether the customer stands elsewhere under the other policy: another class, or another tier. A score alone moves nobody.</summary>
    public bool IsMove => Before.Class != After.Class || Before.Tier != After.Tier;

    /// <summary>Whether both looked at the same numbers.</summary>
    public bool IsMeasuredOnce => Before.Measures == After.Measures;

    /// <summary>Rates a customer under both: settled once, and measured once where both look at the same window.</summary>
    /// <param name="book">Gives the versions in force on earlier days, for the one compared with; null: that one is asked about them as well.</param>
    /// <exception cref="InvalidOperationException">The day looks back into what is compacted; ask <see cref="Movements.CannotRate"/>
    /// about <see cref="Policy.LooksFrom"/> first.</exception>
    public static BothRatings Of(CustomerState customer, DateOnly day, Policy before, Policy after, PolicyBook? book = null)
    {
        using var settlement = Rater.Settle(customer, day);
        var measures = Rater.Measure(customer, day, before, settlement);
        return new(
            Rate(customer, before, measures, book),
            Rate(customer, after, before.Document.Window == after.Document.Window ? measures : Rater.Measure(customer, day, after, settlement), null));
    }

    private static Rating Rate(CustomerState customer, Policy policy, in Measures measures, PolicyBook? book) =>
        Rater.InForce(customer, Rater.Rate(policy, measures), policy, book);
}
