namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Section 6, the letters one by one; (f) plans and what the default policy lacks in (g) are left out.</summary>
public static class OracleSteps
{
    /// <summary>Days overdue that a default rule (90) or alert (30, 60, 90) names.</summary>
    private static readonly int[] NamedDays = [30, 60, 90];

    /// <summary>The last stop of tenure_years in the default policy.</summary>
    private const int LastTenureStop = 10;

    public static IEnumerable<OracleStep> All(OracleCustomer c, DateOnly ratedOn, OracleWindow window, DateOnly until) =>
        [.. Postings(c), .. OpenDebits(c, ratedOn), .. Since(c, ratedOn), .. Evaluations(c, ratedOn),
            .. Gap(c, ratedOn, window, until), .. YearStarts(ratedOn, window, until), .. ProfileValues(c)];

    private static IEnumerable<OracleStep> Postings(OracleCustomer c)
    {
        foreach (var p in c.Postings)
        {
            // Section 6 does not list it, yet a posting dated ahead changes every sum on its own day.
            yield return new OracleStep(p.OccurredOn, "posting ahead");
            yield return new OracleStep(OracleCalendar.FirstDayBehind(p.OccurredOn, 1), "a");
            yield return new OracleStep(OracleCalendar.FirstDayBehind(p.OccurredOn, 2), "a");
        }
    }

    private static IEnumerable<OracleStep> OpenDebits(OracleCustomer c, DateOnly ratedOn)
    {
        foreach (var debit in OracleLedger.Settle(c, ratedOn).Where(d => d.Open > 0))
        {
            // "Each open debit": a refund too, though it is never overdue. The name lets a test leave it out.
            var why = debit.IsRefund ? "b refund" : "b";
            yield return new OracleStep(debit.Due.AddDays(1), why);
            foreach (var n in NamedDays)
            {
                yield return new OracleStep(debit.Due.AddDays(n), why);
            }
        }
    }

    private static IEnumerable<OracleStep> Since(OracleCustomer c, DateOnly ratedOn)
    {
        if (OracleProfile.Since(c, ratedOn) is not { } since)
        {
            yield break;
        }

        yield return new OracleStep(since, "c");
        yield return new OracleStep(OracleCalendar.FirstDayBehind(since, 1), "c");
        for (var number = 1; number <= LastTenureStop; number++)
        {
            yield return new OracleStep(OracleCalendar.Anniversary(since, number), "c");
        }
    }

    private static IEnumerable<OracleStep> Evaluations(OracleCustomer c, DateOnly ratedOn)
    {
        foreach (var ahead in c.Evaluations.Where(e => e.On > ratedOn))
        {
            // Not listed either: an evaluation dated ahead begins to count on its day.
            yield return new OracleStep(ahead.On, "evaluation ahead");
        }

        foreach (var one in c.Evaluations.Where(e => e.On <= ratedOn).GroupBy(e => e.Evaluator))
        {
            yield return new OracleStep(OracleCalendar.FirstDayBehind(OracleProfile.Latest(one).On, 1), "d");
        }
    }

    /// <summary>Tried day by day, each with the median of that very day.</summary>
    private static IEnumerable<OracleStep> Gap(OracleCustomer c, DateOnly ratedOn, OracleWindow window, DateOnly until)
    {
        // Later than two years after the last shipment both windows are empty and there is no median.
        var last = c.Postings.Where(p => p.Kind == "shipment").Select(p => p.OccurredOn.AddYears(3)).Append(ratedOn).Max();
        var open = OracleRhythm.GapOpen(c, ratedOn, window);
        for (var day = ratedOn.AddDays(1); day <= until && day <= last; day = day.AddDays(1))
        {
            var wasOpen = open;
            open = OracleRhythm.GapOpen(c, day, window);
            if (open && !wasOpen)
            {
                yield return new OracleStep(day, "e");
            }
        }
    }

    private static IEnumerable<OracleStep> YearStarts(DateOnly ratedOn, OracleWindow window, DateOnly until)
    {
        if (!window.StatisticalYear)
        {
            yield break;
        }

        for (var day = ratedOn.AddDays(1); day <= until; day = day.AddDays(1))
        {
            if (OracleCalendar.YearStart(day, window) == day)
            {
                yield return new OracleStep(day, "g year");
            }
        }
    }

    private static IEnumerable<OracleStep> ProfileValues(OracleCustomer c)
    {
        IEnumerable<DateOnly> days =
        [
            .. c.CustomerSince.Select(f => f.EffectiveOn), .. c.CreditLimit.Select(f => f.EffectiveOn),
            .. c.CreditDays.Select(f => f.EffectiveOn), .. c.CreditFromMonthEnd.Select(f => f.EffectiveOn),
            .. c.CollectionDifficult.Select(f => f.EffectiveOn), .. c.Complexity.Select(f => f.EffectiveOn),
        ];
        return days.Select(day => new OracleStep(day, "g profile"));
    }
}
