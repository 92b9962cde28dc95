using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>
/// The kinds of section 9, one function each: what a rating says about an alert that stands, or about none. Null: nothing.
/// </summary>
internal static class AlertRules
{
    private const string DayFormat = "yyyy-MM-dd";

    public static AlertFinding? Find(
        AlertKind kind, Alert? standing, Standing? before, in Rating rating, AlertThresholds thresholds, TierProposal? proposal,
        Complaints complaints) => kind switch
    {
        AlertKind.StateChanged => StateChanged(standing, before, rating),
        AlertKind.TierChanged => TierChanged(standing, before, rating),
        AlertKind.CreditLimit => CreditLimit(standing, rating.Measures),
        AlertKind.Overdue => Overdue(standing, rating.Measures, thresholds),
        AlertKind.TierProposed => TierProposed(standing, proposal),
        AlertKind.ComplaintOverdue => ComplaintOverdue(standing, complaints, rating.Measures.Day),
        _ => OrderGap(standing, rating.Measures, thresholds),
    };

    private static AlertFinding? StateChanged(Alert? standing, Standing? before, in Rating rating)
    {
        // Classes compare without making new strings: nearly every rating ends here.
        if (standing is null && (before is null || before.Class == rating.Class || before.State == rating.State))
        {
            return null;
        }

        var (from, to) = (standing?.From ?? before!.State, rating.State);
        return from == to
            ? AlertFinding.Ends("reverted")
            : AlertFinding.Stands(SeverityOf(to, rating.Measures.Overdue), from, to, isFurther: standing is not null && standing.To != to);
    }

    private static AlertSeverity SeverityOf(string state, long overdue) => state switch
    {
        "problem" or "deteriorating" => overdue == 0 ? AlertSeverity.Info : AlertSeverity.High,
        "dormant" => AlertSeverity.Medium,
        _ => AlertSeverity.Info,
    };

    private static AlertFinding? TierChanged(Alert? standing, Standing? before, in Rating rating)
    {
        if (standing is null && (before is null || before.Tier == rating.Tier))
        {
            return null;
        }

        var (from, to) = (standing is null ? before!.Tier : Number(standing.From), rating.Tier);
        return from == to
            ? AlertFinding.Ends("reverted")
            : AlertFinding.Stands(
                to < from ? AlertSeverity.Info : AlertSeverity.Medium, Word(from), Word(to),
                isFurther: standing is not null && Number(standing.To) != to);
    }

    private static AlertFinding? TierProposed(Alert? standing, TierProposal? proposal)
    {
        if (proposal is null)
        {
            return standing is null ? null : AlertFinding.Ends("decided");
        }

        var (from, to) = (Word(proposal.From), Word(proposal.To));
        return AlertFinding.Stands(AlertSeverity.Info, from, to, isFurther: standing is not null && standing.To != to);
    }

    private static AlertFinding? ComplaintOverdue(Alert? standing, Complaints complaints, DateOnly day)
    {
        if (complaints.OverdueOn(day) is not (var count, { } first))
        {
            return standing is null ? null : AlertFinding.Ends("solved");
        }

        return AlertFinding.Stands(
            AlertSeverity.High, first.ToString(DayFormat, CultureInfo.InvariantCulture), Word(count),
            isFurther: standing is not null && count > Number(standing.To));
    }

    private static AlertFinding? CreditLimit(Alert? standing, in Measures measures)
    {
        if (measures.CreditLimit is { } limit && measures.Receivable > limit)
        {
            return AlertFinding.Stands(AlertSeverity.High);
        }

        return standing is null ? null : AlertFinding.Ends("within_limit");
    }

    private static AlertFinding? Overdue(Alert? standing, in Measures measures, AlertThresholds thresholds)
    {
        if (measures.OldestDue is not { } due)
        {
            return standing is null ? null : AlertFinding.Ends("settled");
        }

        // Days rise strictly; once open, an alert whose oldest debits were paid falls back to the first of them. One that a
        // new policy would open later than it was opened knows what it knew: no number of days was reached.
        var (days, reached) = (measures.Day.DayNumber - due.DayNumber, -1);
        while (reached + 1 < thresholds.OverdueDays.Length && thresholds.OverdueDays[reached + 1] <= days)
        {
            reached++;
        }

        if (standing is null && reached < 0)
        {
            return null;
        }

        if (thresholds.OverdueDays.IsEmpty)
        {
            return AlertFinding.Stands(standing!.Severity, to: standing.To);
        }

        var to = reached >= 0 ? thresholds.OverdueDays[reached] : Math.Min(thresholds.OverdueDays[0], Number(standing!.To));
        return AlertFinding.Stands(
            reached > 0 ? AlertSeverity.High : AlertSeverity.Medium, to: Word(to), isFurther: standing is not null && to > Number(standing.To));
    }

    private static AlertFinding? OrderGap(Alert? standing, in Measures measures, AlertThresholds thresholds)
    {
        var isOpen = thresholds.OrderGapOpens(measures) is { } opens && opens <= measures.Day;
        if (standing is null)
        {
            return isOpen ? AlertFinding.Stands(AlertSeverity.Medium, from: measures.LastShipment!.Value.ToString(DayFormat, CultureInfo.InvariantCulture)) : null;
        }

        // Only another last shipment ends it: time alone, or a median that changed, brings no order.
        var since = DateOnly.ParseExact(standing.From!, DayFormat, CultureInfo.InvariantCulture);
        return isOpen || measures.LastShipment == since
            ? AlertFinding.Stands(AlertSeverity.Medium, standing.From)
            : AlertFinding.Ends(measures.LastShipment > since ? "shipped" : "withdrawn");
    }

    private static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}
