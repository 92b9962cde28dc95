using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Decides what is left of a customer without an import.</summary>
internal static class Undoing
{
    /// <summary>
    /// Takes back the postings of the import, and every value that it set and nobody has set since. A customer of whom
    /// nothing else is known is known no more.
    /// </summary>
    public static Decision Decide(CustomerState state, UndoImport undo, Person? known, ImportTrace trace)
    {
        var standing = RecordedFact.Standing(trace.Recorded).ToArray();
        var others = Array.FindAll(standing, fact => fact.Import != undo.Import);
        var saidSomething = others.Length < standing.Length;
        if (!saidSomething && trace.Postings.IsEmpty)
        {
            return Decision.Duplicate;
        }

        if (state.Movements.Opening is not null)
        {
            return Decision.NeedsHistory;
        }

        var movements = trace.Postings.Aggregate(state.Movements, (left, posting) => left.Minus(posting));
        var isGone = movements.Items.IsEmpty && Array.TrueForAll(others, IsConsequence);
        var events = ImmutableArray.CreateBuilder<CustomerEvent>();
        events.AddRange(trace.Postings.Select(posting => new PostingReversed(posting)));
        if (saidSomething || isGone)
        {
            var facts = Refold.Facts(state.Id, others);
            events.Add(new ImportUndone(undo.Import, isGone, facts.Profile, facts.Evaluations));
            if (known is not null && People(known, isGone, others, trace) is var people && people != known)
            {
                events.Add(new PersonChanged(people));
            }
        }

        return Decision.Accept(events.ToImmutable());
    }

    private static Person People(Person known, bool isGone, RecordedFact[] others, ImportTrace trace)
    {
        if (isGone)
        {
            // Numbers of contacts are never given twice, not even to the people of a customer that comes back.
            return known with { Name = "", Contacts = [] };
        }

        if (trace.Image is { } image)
        {
            return image.TakenFrom(known);
        }

        // The import was the first to name them, and nobody has since: but a customer needs a name.
        var namedThem = trace.Recorded.Any(fact => fact.Event is null) && !Array.Exists(others, fact => fact.Event is null);
        return namedThem ? known with { Contacts = [] } : known;
    }

    /// <summary>What happens to any customer that is there says nothing about it.</summary>
    private static bool IsConsequence(RecordedFact fact) => fact.Event is AlertAcknowledged or AlertEscalated or TierEvent { IsConsequence: true };
}
