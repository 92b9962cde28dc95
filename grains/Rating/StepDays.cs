using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// The step days of section 6: between two of them nothing that a rating or an alert depends on changes without a posting.
/// </summary>
public static class StepDays
{
    /// <summary>The earliest step day after the day of the measures, or null.</summary>
    /// <param name="policies">Null: no other version ever comes into force.</param>
    public static DateOnly? Next(
        CustomerState customer, in Measures measures, in Settlement settlement, PolicyDocument policy, PolicyBook? policies)
    {
        var next = new Earliest(measures.Day);
        PostingsLeaveWindows(customer.Movements, ref next);
        DebitsAge(settlement, policy, ref next);
        TenureGrows(measures.CustomerSince, policy, ref next);
        next.Consider(customer.Evaluations.In(measures.Day).NextLeaves);
        ShipmentsStayAway(measures, policy, ref next);
        next.Consider(policy.Window.NextStart(measures.Day));
        next.Consider(customer.Profile.NextChange(measures.Day));
        next.Consider(policies?.NextFirstDay(measures.Day));
        next.Consider(policy.Tier.Review.NextAfter(measures.Day));
        next.Consider(customer.Tiers.NextChange(measures.Day));
        next.Consider(policy.Transitions.NextBegin(measures.Day));
        next.Consider(customer.Complaints.NextOverdue(measures.Day));
        return next.Day;
    }

    /// <summary>(a) The first day on which a posting leaves the window or the prior window.</summary>
    private static void PostingsLeaveWindows(Movements movements, ref Earliest next)
    {
        // Movements are in order of their days: the first that is still inside is the first to leave.
        for (var years = 1; years <= 2; years++)
        {
            var gone = next.After.YearsBack(years);
            foreach (ref readonly var movement in movements.Items.AsSpan())
            {
                if (movement.Day > gone)
                {
                    next.Consider(movement.Day.FirstDayYearsAfter(years));
                    break;
                }
            }
        }
    }

    /// <summary>(b) An open debit falls overdue, or has been so for a number of days that a rule or an alert names.</summary>
    private static void DebitsAge(in Settlement settlement, PolicyDocument policy, ref Earliest next)
    {
        foreach (ref readonly var debit in settlement.Open)
        {
            next.Consider(debit.Due.AddDays(1));
            foreach (var days in policy.Alerts.OverdueDays)
            {
                next.Consider(debit.Due.AddDays(days));
            }

            ConsiderThresholds(policy, Measure.OldestOverdueDays, debit.Due, ref next);
        }
    }

    /// <summary>(c) The customer becomes one, is no longer new, or has an anniversary up to the last that counts.</summary>
    private static void TenureGrows(DateOnly? customerSince, PolicyDocument policy, ref Earliest next)
    {
        if (customerSince is not { } since)
        {
            return;
        }

        next.Consider(since);
        next.Consider(since.FirstDayYearsAfter(1));
        var anniversary = Days.Anniversaries(since, next.After) + 1;
        if (anniversary <= LastTenure(policy))
        {
            next.Consider(since.AddYears(anniversary));
        }
    }

    /// <summary>(e) The order gap opens, or the silence reaches a number of days that a rule names.</summary>
    private static void ShipmentsStayAway(in Measures measures, PolicyDocument policy, ref Earliest next)
    {
        next.Consider(policy.Alerts.OrderGapOpens(measures));
        if (measures.LastShipment is { } last)
        {
            ConsiderThresholds(policy, Measure.DaysSinceShipment, last, ref next);
        }
    }

    /// <summary>The outcome of a comparison with n days can turn on day n and on day n + 1.</summary>
    private static void ConsiderThresholds(PolicyDocument policy, Measure measure, DateOnly from, ref Earliest next)
    {
        foreach (var rule in policy.Classes)
        {
            ConsiderThresholds(rule.Conditions, measure, from, ref next);
        }

        foreach (var entry in policy.Transitions.Items)
        {
            ConsiderThresholds(entry.Conditions, measure, from, ref next);
        }
    }

    private static void ConsiderThresholds(ImmutableArray<Condition> conditions, Measure measure, DateOnly from, ref Earliest next)
    {
        foreach (var condition in conditions)
        {
            if (condition.Measure != measure)
            {
                continue;
            }

            var days = (int)Math.Floor(condition.Threshold);
            if (condition.Operator is not (Comparison.Greater or Comparison.AtMost))
            {
                next.Consider(from.AddDays(days));
            }

            if (condition.Operator is not (Comparison.AtLeast or Comparison.Less))
            {
                next.Consider(from.AddDays(days + 1));
            }
        }
    }

    private static int LastTenure(PolicyDocument policy)
    {
        var last = 0m;
        foreach (var rule in policy.Classes)
        {
            last = Math.Max(last, LastTenure(rule.Conditions));
        }

        foreach (var entry in policy.Transitions.Items)
        {
            last = Math.Max(last, LastTenure(entry.Conditions));
        }

        foreach (var component in policy.Score)
        {
            last = component.Measure == Measure.TenureYears ? Math.Max(last, component.Stops[^1].At) : last;
        }

        foreach (var component in policy.Tier.Components)
        {
            last = component.Measure == Measure.TenureYears ? Math.Max(last, component.Stops[^1].At) : last;
        }

        // A policy may name any number; more years than the calendar has are never reached.
        return (int)Math.Ceiling(Math.Min(last, DateOnly.MaxValue.Year));
    }

    private static decimal LastTenure(ImmutableArray<Condition> conditions)
    {
        var last = 0m;
        foreach (var condition in conditions)
        {
            last = condition.Measure == Measure.TenureYears ? Math.Max(last, condition.Threshold + 1) : last;
        }

        return last;
    }

    private ref struct Earliest(DateOnly after)
    {
        public DateOnly After { get; } = after;

        public DateOnly? Day { get; private set; }

        public void Consider(DateOnly? candidate) => Day = Days.EarliestAfter(Day, candidate, After);
    }
}
