using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Customers;

namespace Lifecycle.Tests.Grains.Portfolios;

/// <summary>A customer's history with the day on which each part of it was recorded: known as of any of them.</summary>
internal sealed class RandomHistory
{
    private readonly List<(DateOnly RecordedOn, RecordedFact Fact)> facts = [];
    private readonly List<(DateOnly RecordedOn, Posting Posting)> postings = [];
    private readonly Dictionary<Posting, DateOnly> reversed = [];
    private readonly string id;

    public RandomHistory(Random random, string id, DateOnly first, DateOnly last)
    {
        this.id = id;
        var (state, person) = (new CustomerState(id), (Person?)null);
        var registered = random.Next(3) == 0 ? last.AddDays(-random.Next(60)) : first;
        var lively = random.Next(1, 60);
        for (var day = registered; day <= last; day = day.AddDays(1 + random.Next(lively)))
        {
            var unreversed = postings.Select(p => p.Posting).Where(p => !reversed.ContainsKey(p)).ToArray();
            var command = state.IsRegistered ? RandomCommands.Next(random, day, unreversed, postings.Count) : RandomCommands.Register(day);
            foreach (var happened in Customer.Decide(state, command, person).Events)
            {
                state = Customer.Evolve(state, happened);
                person = (happened as PersonChanged)?.Person ?? person;
                Keep(day, happened);
            }
        }
    }

    /// <summary>What was known at the end of a day.</summary>
    public CustomerState? KnownOn(DateOnly day) => Refold.Known(
        id,
        [.. facts.Where(f => f.RecordedOn <= day).Select(f => f.Fact)],
        postings.Where(p => p.RecordedOn <= day && !(reversed.TryGetValue(p.Posting, out var on) && on <= day)).Select(p => p.Posting));

    private void Keep(DateOnly day, CustomerEvent happened)
    {
        switch (happened)
        {
            case PostingAccepted accepted:
                postings.Add((day, accepted.Posting));
                break;
            case PostingReversed taken:
                reversed.Add(taken.Posting, day);
                break;
            default:
                facts.Add((day, new(happened is PersonChanged ? null : happened, null)));
                break;
        }
    }
}
