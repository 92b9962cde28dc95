namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>
/// The specification, sections 2 to 6, written a second time: slow, plain and without a look at the product,
/// so that the two agree only where both read the specification alike.
/// </summary>
public static class Oracle
{
    public static OracleMeasures Measure(OracleCustomer c, DateOnly day, OracleWindow window)
    {
        var current = OracleCalendar.Current(day, window);
        var prior = OracleCalendar.Prior(day, window);

        var sales = OracleLedger.Sum(c, current, "shipment");
        var priorSales = OracleLedger.Sum(c, prior, "shipment");
        var repaid = OracleLedger.Sum(c, current, "repayment") - OracleLedger.Sum(c, current, "refund");
        var priorRepaid = OracleLedger.Sum(c, prior, "repayment") - OracleLedger.Sum(c, prior, "refund");
        var returned = OracleLedger.Sum(c, current, "return");
        var priorReturned = OracleLedger.Sum(c, prior, "return");

        var repaymentRate = sales - returned <= 0 ? null : Ratio(repaid, sales - returned);
        var priorRepaymentRate = priorSales - priorReturned <= 0 ? null : Ratio(priorRepaid, priorSales - priorReturned);

        var receivable = OracleLedger.Receivable(c, day);
        var overdue = OracleLedger.Settle(c, day).Where(d => d.OverdueOn(day)).ToList();
        var limit = OracleProfile.On(c.CreditLimit, day);
        var since = OracleProfile.Since(c, day);

        return new OracleMeasures
        {
            Sales = sales,
            PriorSales = priorSales,
            Batches = OracleLedger.Count(c, current, "shipment"),
            PriorBatches = OracleLedger.Count(c, prior, "shipment"),
            Postings = c.Postings.Count(p => current.Has(p.OccurredOn) && p.Kind is not ("opening_debit" or "opening_credit")),
            EverPosted = c.Postings.Any(p => p.OccurredOn <= day),
            Growth = priorSales == 0 ? null : Ratio(sales - priorSales, priorSales),
            Repaid = repaid,
            PriorRepaid = priorRepaid,
            Returned = returned,
            PriorReturned = priorReturned,
            RepaymentRate = repaymentRate,
            PriorRepaymentRate = priorRepaymentRate,
            RepaymentDrop = repaymentRate is null || priorRepaymentRate is null ? null : priorRepaymentRate - repaymentRate,
            ReturnRate = sales == 0 ? null : Ratio(returned, sales),
            PriorReturnRate = priorSales == 0 ? null : Ratio(priorReturned, priorSales),
            Receivable = receivable,
            Overdue = overdue.Sum(d => d.Open),
            OldestOverdueDays = overdue.Count == 0 ? 0 : day.DayNumber - overdue.Min(d => d.Due).DayNumber,
            CreditLimit = limit,
            CreditUsed = limit is null or 0 ? null : Ratio(receivable, limit.Value),
            DaysSinceShipment = OracleRhythm.DaysSinceShipment(c, day),
            MedianInterval = OracleRhythm.MedianInterval(c, day, window),
            CustomerSince = since,
            NewInWindow = since is { } s && current.Has(s),
            TenureYears = OracleProfile.TenureYears(c, day),
            Evaluation = OracleProfile.Evaluation(c, day),
            Complexity = OracleProfile.On(c.Complexity, day),
            CollectionDifficult = OracleProfile.On(c.CollectionDifficult, day),
        };
    }

    public static OracleRating Rate(OracleCustomer c, DateOnly day, OracleWindow window)
    {
        var measures = Measure(c, day, window);
        var trailing = Measure(c, day, OracleWindow.Trailing);

        var (row, name) = OracleClasses.First(measures, trailing);
        var state = name.Split('.')[0];
        var tierPoints = OracleScores.TierPoints(measures);
        var tierComputed = OracleScores.Tier(tierPoints);
        var tier = state == "problem" ? Math.Max(3, tierComputed) : tierComputed;
        return new OracleRating(state, name, row, OracleScores.Score(measures), tierPoints, tierComputed, tier);
    }

    /// <summary>The step days after <paramref name="ratedOn"/> up to and including <paramref name="until"/>.</summary>
    public static IReadOnlySet<DateOnly> StepDays(OracleCustomer c, DateOnly ratedOn, OracleWindow window, DateOnly until) =>
        Steps(c, ratedOn, window, until).Select(s => s.Day).ToHashSet();

    /// <summary>The same with the reason of each, for a message that helps.</summary>
    public static IReadOnlyList<OracleStep> Steps(OracleCustomer c, DateOnly ratedOn, OracleWindow window, DateOnly until) =>
        OracleSteps.All(c, ratedOn, window, until)
            .Where(s => ratedOn < s.Day && s.Day <= until)
            .Distinct()
            .OrderBy(s => s.Day)
            .ThenBy(s => s.Why, StringComparer.Ordinal)
            .ToList();

    /// <summary>The earliest step day after the rating. Near ones are tried first, because the order gap is searched day by day.</summary>
    public static DateOnly? NextReviewOn(OracleCustomer c, DateOnly ratedOn, OracleWindow window)
    {
        foreach (var reach in new[] { 6, 60, 1_000, 40_000 })
        {
            var steps = Steps(c, ratedOn, window, ratedOn.AddDays(reach));
            if (steps.Count > 0)
            {
                return steps[0].Day;
            }
        }

        return null;
    }

    private static Fraction Ratio(Fraction part, Fraction whole) => part / whole;
}
