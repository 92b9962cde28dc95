using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>What the store keeps of one customer, and the store's way to commit a command: decide, evolve, rate, compact.</summary>
internal sealed class Ledger(PolicyBook policies, int compactionLimit)
{
    private readonly List<CustomerEvent> events = [];
    private readonly List<Posting> postings = [];
    private readonly Dictionary<AlertKind, Alert> alerts = [];

    public CustomerState State { get; private set; } = new("C");

    public Rating Rating { get; private set; }

    public IReadOnlyList<Posting> Postings => postings;

    /// <summary>How often the whole ledger was read again.</summary>
    public int Refolds { get; private set; }

    /// <summary>Whether anything was ever compacted.</summary>
    public bool WasCompacted { get; private set; }

    public Outcome Commit(Command command)
    {
        var posted = State.Movements;
        var decision = Customer.Decide(State, command, policies: policies);
        if (decision.Outcome == Outcome.NeedsHistory)
        {
            State = WithHistory(State);
            Refolds++;
            decision = Customer.Decide(State, command, policies: policies);
        }

        foreach (var happened in decision.Events)
        {
            State = Customer.Evolve(State, happened);
            Keep(happened);
        }

        if (decision.Outcome == Outcome.Accepted)
        {
            State = CanRate(command.Today) ? State : WithHistory(State);
            var rated = Customer.Rate(State, command.Today, policies, posted: posted);
            (State, Rating) = rated;
            State = State with { Version = State.Version + 1, Movements = State.Movements.Compact(State.Profile, policies.LooksFrom(Rating.Day), compactionLimit) };
            rated.Tiers.ToList().ForEach(Keep);
            rated.Alerts.ToList().ForEach(change => alerts[change.Alert.Kind] = change.Alert);
            WasCompacted |= State.Movements.Opening is not null;
        }

        return decision.Outcome;
    }

    /// <summary>A rating as of any day, as the store answers it.</summary>
    public (Rating Rating, DateOnly? NextReviewOn) AsOf(DateOnly day) =>
        Rater.Review(CanRate(day) ? State : WithHistory(State), day, policies);

    /// <summary>fold(events, postings), with the last rating.</summary>
    public CustomerState Refolded() =>
        WithHistory(events.Aggregate(new CustomerState("C"), Customer.Evolve)) with { Standing = State.Standing, Alerts = Alerts.Of(alerts.Values) };

    private bool CanRate(DateOnly day) => !State.Movements.CannotRate(policies.LooksFrom(day));

    private CustomerState WithHistory(CustomerState state) => state with { Movements = Movements.Of(postings) };

    private void Keep(CustomerEvent happened)
    {
        switch (happened)
        {
            case PostingAccepted accepted:
                postings.Add(accepted.Posting);
                break;
            case PostingReversed reversed:
                Assert.True(postings.Remove(reversed.Posting));
                break;
            default:
                // What the store has is what it reads back.
                var (type, payload) = EventCodec.Encode(happened)!.Value;
                events.AddRange(EventCodec.Decode(type, payload) is { } read ? [read] : []);
                break;
        }
    }
}
