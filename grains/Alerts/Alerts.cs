using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// A customer's alerts that stand, at most one per kind and in the order of their kinds; beside them those that an
/// import closed, until another one of the kind takes their place.
/// </summary>
public sealed record Alerts(ImmutableArray<Alert> Items)
{
    private static readonly ImmutableArray<AlertKind> Kinds = [.. Enum.GetValues<AlertKind>()];

    private const string CustomerGone = "customer-gone";

    /// <summary>No alerts.</summary>
    public static Alerts None { get; } = new([]);

    /// <summary>From the last that is stored of every kind.</summary>
    public static Alerts Of(IEnumerable<Alert> latest) =>
        new([.. latest.Where(a => a.Stands || a.ClosedBy is not null).OrderBy(a => a.Kind)]);

    /// <summary>The alert that stands of a kind, or null.</summary>
    public Alert? Current(AlertKind kind) => Find(kind) is { Stands: true } alert ? alert : null;

    /// <summary>With an alert acknowledged; the same when it does not stand any more.</summary>
    public Alerts Acknowledge(AlertKind kind, long number) =>
        Current(kind) is { } alert && alert.Number == number ? With(alert with { Status = AlertStatus.Acknowledged }) : this;

    /// <summary>With an alert passed on; the same when it does not stand any more.</summary>
    public Alerts Escalate(AlertKind kind, long number, Escalation escalation) =>
        Current(kind) is { } alert && alert.Number == number ? With(alert with { Escalated = escalation }) : this;

    /// <summary>All that stand, closed: their customer is gone.</summary>
    public IEnumerable<AlertChange> End() => Items.Where(a => a.Stands)
        .Select(a => new AlertChange(AlertNews.Closed, a with { Status = AlertStatus.Closed }, CustomerGone));

    /// <summary>What a rating makes of the alerts: at most one change per kind.</summary>
    /// <param name="before">What the rating before left; null on the first, which tells of no changes.</param>
    /// <param name="after">What this rating leaves.</param>
    /// <param name="number">The version that the customer is about to have: names what this rating opens.</param>
    /// <param name="import">The import that this rating belongs to: it opens at most one alert of a kind.</param>
    /// <param name="proposal">The change of tier that waits for approval.</param>
    /// <param name="complaints">Those that the customer has not confirmed as solved.</param>
    public (Alerts Alerts, ImmutableArray<AlertChange> Changes) After(
        Standing? before, Standing after, in Rating rating, AlertThresholds thresholds, long number, Guid? import, TierProposal? proposal,
        Complaints complaints)
    {
        var alerts = this;
        var changes = ImmutableArray<AlertChange>.Empty;
        var isTransferred = before is not null && before.Manager != after.Manager;
        foreach (var kind in Kinds)
        {
            var known = Find(kind);
            var standing = known is { Stands: true } ? known : null;
            if (AlertRules.Find(kind, standing, before, rating, thresholds, proposal, complaints) is { } finding
                && Change(finding, kind, known, rating.Day, number, import, isTransferred) is { } change)
            {
                alerts = alerts.With(change.Alert);
                changes = changes.Add(change);
            }
        }

        return (alerts, changes);
    }

    private static AlertChange? Change(
        AlertFinding finding, AlertKind kind, Alert? known, DateOnly day, long number, Guid? import, bool isTransferred)
    {
        if (finding.Over is { } reason)
        {
            return new(AlertNews.Closed, known! with { Status = AlertStatus.Closed, ClosedBy = import }, reason);
        }

        if (known is null || (!known.Stands && known.ClosedBy != import))
        {
            return new(AlertNews.Opened, new(kind, number, AlertStatus.Open, finding.Severity, finding.From, finding.To, day, day));
        }

        if (!known.Stands)
        {
            var revived = known with { From = finding.From, To = finding.To, Severity = finding.Severity };
            return Restarted(revived with { Status = AlertStatus.Open, ClosedBy = null }, day);
        }

        var isRaised = finding.IsFurther || finding.Severity > known.Severity;
        var isReopened = isRaised && known.Status == AlertStatus.Acknowledged;
        var next = known with
        {
            Status = isReopened ? AlertStatus.Open : known.Status,
            Severity = finding.Severity,
            To = finding.To,
        };
        return isReopened || finding.Severity != known.Severity
            ? Restarted(next, day)
            : next == known && !isTransferred ? null : new(AlertNews.Updated, next);
    }

    /// <summary>What was waited for so far does not count any more, nor whom it was passed on to.</summary>
    private static AlertChange Restarted(Alert alert, DateOnly day) =>
        new(AlertNews.Updated, alert with { RaisedOn = day, Escalated = null }) { FormerSuperior = alert.Escalated?.To };

    private Alert? Find(AlertKind kind)
    {
        foreach (var alert in Items)
        {
            if (alert.Kind == kind)
            {
                return alert;
            }
        }

        return null;
    }

    private Alerts With(Alert alert) => Of(Items.Where(a => a.Kind != alert.Kind).Append(alert));
}
