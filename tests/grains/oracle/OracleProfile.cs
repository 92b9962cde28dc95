namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>What the dated facts, the first posting and the evaluators say on a day.</summary>
public static class OracleProfile
{
    public static T? On<T>(IReadOnlyList<OracleFact<T>> facts, DateOnly day)
    {
        if (facts.Count == 0)
        {
            return default;
        }

        var begun = facts.Where(f => f.EffectiveOn <= day).ToList();

        // Before the first value the first value holds.
        var effective = begun.Count > 0 ? begun.Max(f => f.EffectiveOn) : facts.Min(f => f.EffectiveOn);
        return facts.Last(f => f.EffectiveOn == effective).Value;
    }

    public static DateOnly? Since(OracleCustomer c, DateOnly day)
    {
        if (On(c.CustomerSince, day) is { } registered)
        {
            return registered;
        }

        var known = c.Postings.Where(p => p.OccurredOn <= day).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        // An opening balance says that the business began earlier, nobody knows when.
        var first = known.Min(p => p.OccurredOn);
        var opened = known.Any(p => p.OccurredOn == first && (p.Kind is "opening_debit" or "opening_credit"));
        return opened ? null : first;
    }

    public static int? TenureYears(OracleCustomer c, DateOnly day)
    {
        if (Since(c, day) is not { } since)
        {
            return null;
        }

        var years = 0;
        while (OracleCalendar.Anniversary(since, years + 1) <= day)
        {
            years++;
        }

        return years;
    }

    public static Fraction? Evaluation(OracleCustomer c, DateOnly day)
    {
        var year = OracleCalendar.Current(day, OracleWindow.Trailing);
        var latest = c.Evaluations.Where(e => year.Has(e.On)).GroupBy(e => e.Evaluator).Select(Latest).ToList();
        if (latest.Count == 0)
        {
            return null;
        }

        return latest.Aggregate(Fraction.Zero, (sum, e) => sum + e.Points) / latest.Count;
    }

    /// <summary>Of the same evaluator and day, the last recorded.</summary>
    public static OracleEvaluation Latest(IEnumerable<OracleEvaluation> ofOneEvaluator)
    {
        var all = ofOneEvaluator.ToList();
        return all.Last(e => e.On == all.Max(x => x.On));
    }
}
