using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Alerting;

/// <summary>A customer and what its ratings changed, commit by commit.</summary>
internal sealed class Watched
{
    private readonly PolicyBook policies;
    private int keys;

    public Watched(PolicyBook? policies = null) => this.policies = policies ?? Make.DefaultBook;

    public CustomerState State { get; set; } = Make.State();

    /// <summary>The last commit's.</summary>
    public ImmutableArray<AlertChange> Changes { get; private set; } = [];

    public Alert? this[AlertKind kind] => State.Alerts.Current(kind);

    /// <summary>Status, severity, from and to of an alert in one line; "-" when there is none.</summary>
    public string Shown(AlertKind kind) =>
        this[kind] is { } alert ? $"{alert.Status.Word()} {alert.Severity.Word()} {alert.From ?? "-"} > {alert.To ?? "-"}" : "-";

    public Watched Post(string today, string kind, decimal amount, string on, string? due = null, Guid? import = null) =>
        Happens(today, import, new PostingAccepted(Make.Posting(kind, amount, on, due, $"{keys++}")));

    public Watched Set(string today, ProfileChange change, string? on = null) => Happens(today, null, new ProfileChanged(Make.Day(on ?? today), change));

    public Watched Review(string today) => Happens(today, null);

    public Watched Acknowledge(AlertKind kind)
    {
        State = Customer.Evolve(State, new AlertAcknowledged(kind, this[kind]!.Number));
        Assert.Equal(AlertStatus.Acknowledged, this[kind]!.Status);
        return this;
    }

    public Watched Escalate(string today, string? superior = "boss") => Happens(today, null, [.. Decide(today, superior).Events]);

    /// <summary>What is decided about passing on, on behalf of the manager it has.</summary>
    public Decision Decide(string today, string? superior = "boss") =>
        Customer.Decide(State, new EscalateAlerts(Make.Day(today), State.Standing?.Manager, superior), policies: policies);

    /// <summary>When and to whom an alert was passed on; "-" when it is not.</summary>
    public string Escalated(AlertKind kind) =>
        this[kind]?.Escalated is { } escalation ? $"{escalation.On:yyyy-MM-dd} {escalation.To ?? "nobody"}" : "-";

    public Watched Happens(string today, Guid? import, params CustomerEvent[] events)
    {
        var rated = Customer.Rate(events.Aggregate(State with { Version = State.Version + 1 }, Customer.Evolve), Make.Day(today), policies, import, State.Movements);
        (State, Changes) = (rated.State, rated.Alerts);
        return this;
    }

    /// <summary>What became of a kind in the last commit; "" when nothing did.</summary>
    public string News(AlertKind kind) =>
        Changes.SingleOrDefault(c => c.Alert.Kind == kind) is { } change ? change.Word + (change.Reason is { } why ? $" {why}" : "") : "";
}
