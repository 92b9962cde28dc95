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

        var events = ImmutableArray.CreateBuilder<CustomerEvent>();
        events.AddRange(trace.Postings.Select(posting => new PostingReversed(posting)));
        if (saidSomething)
        {
            var facts = Refold.Facts(state.Id, others);
            var isGone = Array.TrueForAll(others, IsConsequence) && trace.Postings.Length == state.Movements.Items.Sum(m => m.Count);
            events.Add(new ImportUndone(undo.Import, isGone, facts.Profile, facts.Evaluations));

            // Numbers of contacts are never given twice, not even to the people of a customer that comes back.
            if (known is not null
                && (isGone ? known with { Name = "", Contacts = [] } : trace.Image?.TakenFrom(known)) is { } people && people != known)
            {
                events.Add(new PersonChanged(people));
            }
        }

        return Decision.Accept(events.ToImmutable());
    }

    /// <summary>What happens to any customer that is there says nothing about it.</summary>
    private static bool IsConsequence(RecordedFact fact) => fact.Event is AlertAcknowledged or AlertEscalated;
}
