using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>When an alert was passed on because nobody acknowledged it, and to whom.</summary>
/// <param name="To">The superior that the customer's manager had then; null: nobody is named.</param>
public sealed record Escalation(DateOnly On, string? To)
{
    /// <summary>What is passed on of a customer's alerts: all that have waited long enough.</summary>
    internal static Decision Decide(CustomerState customer, EscalateAlerts command, AlertThresholds thresholds)
    {
        // The superior was looked up before the customer was locked: by now it may have another manager.
        if (customer.Standing?.Manager != command.Manager)
        {
            return Decision.Duplicate;
        }

        var escalation = new Escalation(command.Today, command.Superior);
        var unheeded = customer.Alerts.Items.Where(alert => IsUnheeded(alert, escalation, thresholds.EscalateAfterDays));
        ImmutableArray<CustomerEvent> events = [.. unheeded.Select(alert => new AlertEscalated(alert.Kind, alert.Number, escalation))];
        return events.IsEmpty ? Decision.Duplicate : Decision.Accept(events);
    }

    /// <summary>One that was passed on to nobody is passed on again once somebody is named, and no other one is twice.</summary>
    private static bool IsUnheeded(Alert alert, Escalation next, int days) =>
        alert is { Status: AlertStatus.Open, Severity: AlertSeverity.High }
        && (alert.Escalated is null ? next.On.DayNumber - alert.RaisedOn.DayNumber >= days : alert.Escalated.To is null && next.To is not null);
}
