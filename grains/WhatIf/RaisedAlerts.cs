using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The alerts that changing from one policy to another would raise, counted for each account manager.</summary>
public sealed class RaisedAlerts
{
    private readonly SortedDictionary<(string? Manager, AlertKind Kind, AlertSeverity Severity), long> counts = [];

    /// <summary>How many there are, by manager, kind and severity.</summary>
    public ImmutableArray<SimulatedAlerts> Counts =>
        [.. counts.Select(c => new SimulatedAlerts(c.Key.Manager, c.Key.Kind, c.Key.Severity, c.Value))];

    /// <summary>
    /// What opens, or opens again, when a customer that the old policy has rated is rated under the new one: all that stands
    /// under the old one alone is taken for known and acknowledged.
    /// </summary>
    /// <param name="before">What the old rating left.</param>
    /// <param name="after">What the new rating leaves.</param>
    public static ImmutableArray<Alert> Between(
        in BothRatings ratings, Standing before, Standing after, AlertThresholds old, AlertThresholds @new)
    {
        var (known, _) = Alerts.None.After(null, before, ratings.Before, old, number: 1, import: null, proposal: null, Complaints.None);
        var acknowledged = known.Items.Aggregate(known, (all, alert) => all.Acknowledge(alert.Kind, alert.Number));
        var (_, changes) = acknowledged.After(before, after, ratings.After, @new, number: 2, import: null, proposal: null, Complaints.None);
        return [.. changes.Select(change => change.Alert).Where(alert => alert.Status == AlertStatus.Open)];
    }

    /// <summary>Adds what one customer's rating raises.</summary>
    public void Add(in BothRatings ratings, Standing before, Standing after, AlertThresholds old, AlertThresholds @new)
    {
        foreach (var alert in Between(ratings, before, after, old, @new))
        {
            Add((after.Manager, alert.Kind, alert.Severity), 1);
        }
    }

    /// <summary>Adds what another part has counted.</summary>
    public void Join(RaisedAlerts other)
    {
        foreach (var (what, count) in other.counts)
        {
            Add(what, count);
        }
    }

    private void Add((string? Manager, AlertKind Kind, AlertSeverity Severity) what, long count) =>
        counts[what] = counts.GetValueOrDefault(what) + count;
}
