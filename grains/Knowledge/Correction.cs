namespace Lifecycle.Grains;

/// <summary>Something recorded later that changes what a day shows.</summary>
/// <param name="Actor">Who said so; null where that is not kept.</param>
public abstract record Correction(DateTimeOffset RecordedAt, string? Actor);

/// <summary>A posting that came late, or the late reversal of one.</summary>
public sealed record PostingCorrection(DateTimeOffset RecordedAt, string? Actor, Posting Posting, bool IsReversal) : Correction(RecordedAt, Actor);

/// <summary>A fact that came late.</summary>
public sealed record FactCorrection(DateTimeOffset RecordedAt, string? Actor, CustomerEvent Fact) : Correction(RecordedAt, Actor);

/// <summary>A recorded fact with when and by whom.</summary>
public sealed record DatedFact(RecordedFact Fact, DateTimeOffset RecordedAt, string Actor);

/// <summary>Finds the facts that were recorded later and reach back.</summary>
public static class Corrections
{
    /// <summary>Facts recorded from <paramref name="from"/> on that may change what <paramref name="day"/> shows, in their order.</summary>
    /// <param name="recorded">Everything recorded about the customer, oldest first.</param>
    public static IEnumerable<FactCorrection> Of(string customerId, IReadOnlyList<DatedFact> recorded, DateTimeOffset from, DateOnly day)
    {
        var before = new CustomerState(customerId);
        for (var i = 0; i < recorded.Count; i++)
        {
            if (recorded[i] is not { Fact.Event: { } happened } fact)
            {
                continue;
            }

            if (fact.RecordedAt >= from && Effects.Since(before, happened) <= day)
            {
                yield return new(fact.RecordedAt, fact.Actor, happened);
            }

            // An undone import is crossed out of everything that came before.
            before = happened is ImportUndone
                ? Refold.Facts(customerId, RecordedFact.Standing([.. recorded.Take(i + 1).Select(f => f.Fact)]))
                : Customer.Evolve(before, happened);
        }
    }
}
