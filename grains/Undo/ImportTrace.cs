using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What an import left with one customer, as it is read under the customer's lock.</summary>
/// <param name="Postings">Those of the import that are not reversed yet, and that are taken back.</param>
/// <param name="Recorded">Every fact recorded about the customer, by whomever, oldest first.</param>
/// <param name="Image">What the import changed about people; null: nothing, or it was the first to name them.</param>
public sealed record ImportTrace(ImmutableArray<Posting> Postings, ImmutableArray<RecordedFact> Recorded, PersonImage? Image);

/// <summary>A recorded fact, and the import that it came with, if any.</summary>
/// <param name="Event">Null: people changed; what about them is kept apart.</param>
public readonly record struct RecordedFact(CustomerEvent? Event, Guid? Import)
{
    /// <summary>What is left of a history without the imports that were undone, their undoing included.</summary>
    public static IEnumerable<RecordedFact> Standing(IReadOnlyCollection<RecordedFact> recorded)
    {
        var undone = recorded.Select(fact => fact.Event).OfType<ImportUndone>().Select(e => e.Import).ToHashSet();

        // What waited for approval about a customer that went is gone with it, though it comes back.
        var gone = recorded.Select(fact => fact.Event).ToList().FindLastIndex(e => e is ImportUndone { IsGone: true });
        return recorded.Where((fact, i) => fact.Event is not ImportUndone
            && !(fact.Import is { } import && undone.Contains(import))
            && !(i < gone && fact.Event is TierEvent { IsConsequence: true }));
    }
}
