using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>Taking note: once, of an alert that stands.</summary>
public sealed class AcknowledgeTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly CustomerState State = new Watched { State = Make.State().With("2020-01-01", new() { CreditLimit = 1 }) }
        .Post("2026-06-15", "shipment", 5, "2026-06-15").State;

    [Fact]
    public void IsAnEventAndTwiceADuplicate()
    {
        var decision = Customer.Decide(State, new AcknowledgeAlert(Today, AlertKind.CreditLimit, 1));
        var happened = Assert.IsType<AlertAcknowledged>(Assert.Single(decision.Events));
        var state = Customer.Evolve(State, happened);

        Assert.Equal(AlertStatus.Acknowledged, state.Alerts.Current(AlertKind.CreditLimit)!.Status);
        Assert.Equal(Outcome.Duplicate, Customer.Decide(state, new AcknowledgeAlert(Today, AlertKind.CreditLimit, 1)).Outcome);
        var (type, payload) = EventCodec.Encode(happened)!.Value;
        Assert.Equal(("alert-acknowledged", """{"kind":"credit_limit","number":1}"""), (type, payload));
        Assert.Equal(happened, EventCodec.Decode(type, payload));
    }

    [Theory]
    [InlineData(AlertKind.CreditLimit, 2)]
    [InlineData(AlertKind.Overdue, 1)]
    public void OfWhatDoesNotStandIsRefused(AlertKind kind, long number) =>
        Assert.Equal("alert-not-found", Customer.Decide(State, new AcknowledgeAlert(Today, kind, number)).Refusal!.Code);

    [Fact]
    public void PackedTheyComeBack()
    {
        var alerts = new Alert[]
        {
            new(AlertKind.StateChanged, 3, AlertStatus.Acknowledged, AlertSeverity.High, "mature", "problem", Today, Today.AddDays(2), Escalated: new(Today.AddDays(5), "boss")),
            new(AlertKind.CreditLimit, 4, AlertStatus.Open, AlertSeverity.High, null, null, Today, Today),
            new(AlertKind.OrderGap, 7, AlertStatus.Closed, AlertSeverity.Medium, "2026-01-01", null, Today, Today, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), new(Today, null)),
        };
        var state = State with { Alerts = Alerts.Of(alerts) };

        Assert.Equal(alerts, PackedState.Unpack("C", 1, PackedState.Pack(state)).Alerts.Items);
    }

    /// <summary>Written by the program as it was before alerts escalated.</summary>
    [Fact]
    public void TheFormatBeforeEscalationsIsStillRead()
    {
        const string Bytes =
            "020102000000000000000000000000000000040606020600008AA75A8EA75A000A0E0604010A323032362D30312D3031008AA75A8AA75A0120"
            + "3066386661643562643963623436396661313635373038363737323839353065";

        var alerts = PackedState.Unpack("c", 7, Convert.FromHexString(Bytes)).Alerts;

        Assert.Equal(
            [
                new(AlertKind.CreditLimit, 3, AlertStatus.Open, AlertSeverity.High, null, null, Today, Today.AddDays(2)),
                new(AlertKind.OrderGap, 7, AlertStatus.Closed, AlertSeverity.Medium, "2026-01-01", null, Today, Today, Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e")),
            ],
            alerts.Items.AsEnumerable());
    }

    /// <summary>Written by the program as it was before there were alerts.</summary>
    [Fact]
    public void TheFormatBeforeAlertsIsStillRead()
    {
        const string Bytes =
            "01010202C0A45A01056C692E6E6102C0A45A0106E58D8EE4B89C0002C0A45A0180B4891302C0A45A015A000002C0A45A01EC27000002036B65790006DCA45A048087A70E024806128EDA96010214"
            + "0880D1CA080202027775FEA45A807D018AA75A01B6AA5A020D6E65772E656666656374697665CC1D08088EE1BD0F8E90F3068E90F30601056C692E6E610106E58D8EE4B89C";

        var state = PackedState.Unpack("c", 7, Convert.FromHexString(Bytes));

        Assert.Equal(("new.effective", 7_234_567L, "li.na"), (state.Standing!.Class, state.Standing.Receivable, state.Profile.Manager.At(Today)));
        Assert.Equal(3, state.Movements.Items.Length);
        Assert.Empty(state.Alerts.Items);
        Assert.Equal(Bytes[2..] + "00", Convert.ToHexString(PackedState.Pack(state))[2..]);
    }
}
