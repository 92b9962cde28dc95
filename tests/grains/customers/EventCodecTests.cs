using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>What is stored of an event reads back as the event; a field that is not given stays not given.</summary>
public sealed class EventCodecTests
{
    private static readonly DateOnly Today = Make.Day("2024-02-29");

    [Fact]
    public void AnyChangeComesBack() => Seeds.Run(2000, random =>
    {
        var (change, state) = (RandomCommands.Change(random, Today), Make.State().With("2020-01-01", new() { CreditDays = 5, Manager = "x", CreditLimit = 7 }));
        var happened = new ProfileChanged(Today.AddDays(random.Next(1000)), change);

        var read = Assert.IsType<ProfileChanged>(Again(happened));

        Assert.Equal(happened.EffectiveOn, read.EffectiveOn);
        Assert.Equal(PackedState.Pack(Customer.Evolve(state, happened)), PackedState.Pack(Customer.Evolve(state, read)));
        Assert.Equal(EventCodec.Encode(happened), EventCodec.Encode(read));
    });

    [Fact]
    public void ClearedIsNotAbsent()
    {
        var change = new ProfileChange { Manager = new(null), CollectionDifficult = false, CreditDays = 0, Tags = new([]), Kind = CustomerKind.Enterprise };

        var read = ((ProfileChanged)Again(new ProfileChanged(Today, change))!).Change;

        Assert.True(read is { Manager: { IsGiven: true, Value: null }, CollectionDifficult: { IsGiven: true, Value: false }, CreditDays: { IsGiven: true, Value: 0 } });
        Assert.True(read.Tags.IsGiven && read.Tags.Value.IsEmpty && read.Kind.IsGiven);
        Assert.False(read.Region.IsGiven || read.CreditLimit.IsGiven || read.CreditFrom.IsGiven || read.CustomerSince.IsGiven);
    }

    [Fact]
    public void EvaluationsAndRegistrationsComeBack()
    {
        var judged = new EvaluationRecorded(new("李", Today, 0), "好\n");

        Assert.Equal(judged, Again(judged));
        Assert.Equal(new CustomerRegistered(), Again(new CustomerRegistered()));
    }

    [Fact]
    public void OfAPersonTheEventOnlySaysThatItChanged()
    {
        var (type, payload) = EventCodec.Encode(new PersonChanged(new("Secret", [Contact.Empty with { Email = "a@b.cn" }])))!.Value;

        Assert.Equal(("person-changed", "{}"), (type, payload));
        Assert.Null(EventCodec.Decode(type, payload));
    }

    [Fact]
    public void PostingsHaveATableOfTheirOwn()
    {
        Assert.Null(EventCodec.Encode(new PostingAccepted(Make.Posting("shipment", 1, Today))));
        Assert.Null(EventCodec.Encode(new PostingReversed(Make.Posting("shipment", 1, Today))));
        Assert.Throws<InvalidDataException>(() => EventCodec.Decode("posting-accepted", "{}"));
    }

    [Fact]
    public void ContactsComeBack()
    {
        var consent = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("email", false), new("sms", true)]);
        ImmutableArray<Contact> contacts =
            [new("王", "先生", null, "a@b.cn", "+86 1", "w", "zh-CN", consent, new Birthday(true, 6, 30, null, true, false)), Contact.Empty];

        Assert.Equal(contacts.AsEnumerable(), EventCodec.DecodeContacts(EventCodec.EncodeContacts(contacts)));
    }

    private static CustomerEvent? Again(CustomerEvent happened)
    {
        var (type, payload) = EventCodec.Encode(happened)!.Value;
        return EventCodec.Decode(type, payload);
    }
}
