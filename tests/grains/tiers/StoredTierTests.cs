using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>What was decided about tiers comes back; states without any are stored as they ever were.</summary>
public sealed class StoredTierTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");

    private static readonly TierEvent[] Events =
    [
        new TierSet(Today, new(1, Today.AddDays(3), "战略\n\"客户\"")),
        new TierSetEnded(Today),
        new TierHeld(Today, 4),
        new TierHeld(Today, 4, IsFirst: true),
        new TierReleased(Today),
        new TierProposed(Today, new(7, 4, 3, Today, Today.AddDays(30))),
        new TierApproved(Today, 7, 3, null),
        new TierApproved(Today, 7, 3, "good"),
        new TierRejected(Today, 7, "not yet"),
        new TierProposalExpired(Today, 7),
        new TierProposalWithdrawn(Today, 7),
        new TierSettled(Today),
    ];

    [Fact]
    public void Events_come_back() => Assert.All(Events, happened =>
    {
        var (type, payload) = EventCodec.Encode(happened)!.Value;
        Assert.Equal(happened, EventCodec.Decode(type, payload));
    });

    [Fact]
    public void Any_state_comes_back()
    {
        var state = Make.State();
        foreach (var happened in Events)
        {
            state = Customer.Evolve(state, happened);
            var read = PackedState.Unpack("C", 1, PackedState.Pack(state)).Tiers;
            Assert.Equal((state.Tiers.Proposal, state.Tiers.Declined, state.Tiers.FirstOn, state.Tiers.ApprovedOn(Today)), (read.Proposal, read.Declined, read.FirstOn, read.ApprovedOn(Today)));
            Assert.Equal(PackedState.Pack(state), PackedState.Pack(PackedState.Unpack("C", 1, PackedState.Pack(state))));
        }
    }

    [Fact]
    public void Every_event_is_tried() => Assert.Equal(
        typeof(TierEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(TierEvent))).ToHashSet(),
        Events.Select(e => e.GetType()).ToHashSet());

    [Fact]
    public void Without_tiers_a_state_is_stored_in_the_format_before_them()
    {
        var state = Customer.Rate(Make.State(Make.Posting("shipment", 100, Today)), Today, Make.DefaultBook).State;
        var set = Customer.Evolve(state, new TierSet(Today, new(1, Today, "key")));

        Assert.Equal(3, PackedState.Pack(state)[0]);
        Assert.Equal(Tiers.None, PackedState.Unpack("C", 1, PackedState.Pack(state)).Tiers);
        Assert.Equal(4, PackedState.Pack(set)[0]);
        Assert.Equal(PackedState.Pack(set), PackedState.Pack(PackedState.Unpack("C", 1, PackedState.Pack(set))));
        Assert.Equal(set.Tiers.HandOn(Today), PackedState.Unpack("C", 1, PackedState.Pack(set)).Tiers.HandOn(Today));
    }
}
