using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Complaining;

/// <summary>What happened to complaints comes back, without what people wrote; states without any are stored as they ever were.</summary>
public sealed class StoredComplaintTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly Guid Id = Guid.Parse("0197a000-0000-7000-8000-000000000001");

    private static readonly ComplaintEvent[] Events =
    [
        new ComplaintReceived(Id, "迟到\n\"", Today, Today.AddDays(3)),
        new ComplaintAssigned(Id, "li.na"),
        new ComplaintSolved(Id),
        new ComplaintReopened(Id),
        new ComplaintSolved(Id),
        new ComplaintConfirmed(Id),
    ];

    [Fact]
    public void Events_come_back_without_their_notes() => Assert.All(Events, happened =>
    {
        var (type, payload) = EventCodec.Encode(happened with { Note = "Mr Wang" })!.Value;
        Assert.Equal(happened, EventCodec.Decode(type, payload));
        Assert.DoesNotContain("Wang", payload, StringComparison.Ordinal);
    });

    [Fact]
    public void Any_state_comes_back()
    {
        var states = new[] { Make.State(), Held(isFirst: true), Held(isFirst: false) };
        Assert.All(states, begin => Events.Aggregate(begin, (before, happened) =>
        {
            var state = Customer.Evolve(before, happened);
            var read = PackedState.Unpack("C", 1, PackedState.Pack(state));
            Assert.Equal(state.Complaints.Items.AsEnumerable(), read.Complaints.Items);
            Assert.Equal((state.Tiers.FirstOn, state.Tiers.ApprovedOn(Today)), (read.Tiers.FirstOn, read.Tiers.ApprovedOn(Today)));
            Assert.Equal(PackedState.Pack(state), PackedState.Pack(read));
            return state;
        }));
    }

    [Fact]
    public void Every_event_is_tried() => Assert.Equal(
        typeof(ComplaintEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ComplaintEvent))).ToHashSet(),
        Events.Select(e => e.GetType()).ToHashSet());

    [Fact]
    public void Without_complaints_a_state_is_stored_in_the_format_before_them()
    {
        Assert.Equal([3, 5, 4], new[] { Make.State(), Held(isFirst: true), Held(isFirst: false) }.Select(s => (int)PackedState.Pack(s)[0]));
        Assert.Equal(6, PackedState.Pack(Customer.Evolve(Make.State(), Events[0]))[0]);
        Assert.Equal(3, PackedState.Pack(Events.Aggregate(Make.State(), Customer.Evolve))[0]);
    }

    private static CustomerState Held(bool isFirst) => Customer.Evolve(Make.State(), new TierHeld(Today, 3, isFirst));
}
