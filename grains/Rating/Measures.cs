namespace Lifecycle.Grains;

/// <summary>What the postings of one span of days sum up to. Money in cents.</summary>
public readonly record struct WindowSums(long Sales, int Batches, int Postings, long Repaid, long Returned)
{
    /// <summary>With one movement more. Opening balances count nowhere here.</summary>
    public WindowSums Plus(in Movement movement)
    {
        if (movement.Kind.IsOpening())
        {
            return this;
        }

        var sum = this with { Postings = Postings + movement.Count };
        return movement.Kind switch
        {
            PostingKind.Shipment => sum with { Sales = Sales + movement.Cents, Batches = Batches + movement.Count },
            PostingKind.Repayment => sum with { Repaid = Repaid + movement.Cents },
            PostingKind.Refund => sum with { Repaid = Repaid - movement.Cents },
            PostingKind.Return => sum with { Returned = Returned + movement.Cents },
            _ => sum,
        };
    }

    /// <summary>repaid / (sales − returned).</summary>
    public Quantity RepaymentRate => Quantity.Ratio(Repaid, Sales - Returned);

    /// <summary>returned / sales.</summary>
    public Quantity ReturnRate => Quantity.Ratio(Returned, Sales);
}

/// <summary>Everything that depends on which window one looks at.</summary>
/// <param name="MedianHalves">Twice the median gap between shipment days in both windows; null when undefined.</param>
public readonly record struct WindowMeasures(WindowSums Current, WindowSums Prior, bool NewInWindow, int? MedianHalves)
{
    /// <summary>(sales − prior sales) / prior sales.</summary>
    public Quantity Growth => Quantity.Ratio((Int128)Current.Sales - Prior.Sales, Prior.Sales);
}

/// <summary>
/// Every number that a rating depends on, exact, as of one day. Days that a measure counts from are kept as dates,
/// so that the count can be read on any later day.
/// </summary>
public readonly record struct Measures
{
    /// <summary>The day of the rating.</summary>
    public DateOnly Day { get; init; }

    /// <summary>By the policy's window.</summary>
    public WindowMeasures InWindow { get; init; }

    /// <summary>By the trailing year, whatever the policy's window is.</summary>
    public WindowMeasures InYear { get; init; }

    /// <summary>Whether any posting occurred up to the day.</summary>
    public bool EverPosted { get; init; }

    /// <summary>In cents.</summary>
    public long Receivable { get; init; }

    /// <summary>In cents.</summary>
    public long Overdue { get; init; }

    /// <summary>Due day of the oldest overdue debit.</summary>
    public DateOnly? OldestDue { get; init; }

    /// <summary>The day that debit occurred.</summary>
    public DateOnly? OldestDueOccurred { get; init; }

    /// <summary>In cents; null: none agreed.</summary>
    public long? CreditLimit { get; init; }

    /// <summary>Day of the last shipment.</summary>
    public DateOnly? LastShipment { get; init; }

    /// <summary>Registered, or the day of the first posting.</summary>
    public DateOnly? CustomerSince { get; init; }

    /// <summary>Σ of each evaluator's latest judgement in the trailing year, in hundredths of a point.</summary>
    public long EvaluationSum { get; init; }

    /// <summary>How many evaluators that were.</summary>
    public int EvaluationCount { get; init; }

    /// <summary>In hundredths of a point.</summary>
    public int? Complexity { get; init; }

    /// <summary>The account manager's mark.</summary>
    public bool CollectionDifficult { get; init; }

    /// <summary>The exact value of a measure; undefined as section 2 says. <see cref="Measure.CustomerSince"/> has none here.</summary>
    /// <param name="trailingYear">Look at the trailing year, whatever the policy's window is.</param>
    public Quantity Value(Measure measure, bool trailingYear = false)
    {
        var window = trailingYear ? InYear : InWindow;
        var (current, prior) = (window.Current, window.Prior);
        return measure switch
        {
            Measure.Sales => Quantity.Hundredths(current.Sales),
            Measure.PriorSales => Quantity.Hundredths(prior.Sales),
            Measure.Batches => Quantity.Of(current.Batches),
            Measure.PriorBatches => Quantity.Of(prior.Batches),
            Measure.Postings => Quantity.Of(current.Postings),
            Measure.EverPosted => Quantity.Of(EverPosted ? 1 : 0),
            Measure.Growth => window.Growth,
            Measure.Repaid => Quantity.Hundredths(current.Repaid),
            Measure.PriorRepaid => Quantity.Hundredths(prior.Repaid),
            Measure.Returned => Quantity.Hundredths(current.Returned),
            Measure.PriorReturned => Quantity.Hundredths(prior.Returned),
            Measure.RepaymentRate => current.RepaymentRate,
            Measure.PriorRepaymentRate => prior.RepaymentRate,
            Measure.RepaymentDrop => prior.RepaymentRate - current.RepaymentRate,
            Measure.ReturnRate => current.ReturnRate,
            Measure.PriorReturnRate => prior.ReturnRate,
            Measure.Receivable => Quantity.Hundredths(Receivable),
            Measure.Overdue => Quantity.Hundredths(Overdue),
            Measure.OldestOverdueDays => Quantity.Of(OldestDue is { } due ? Day.DayNumber - due.DayNumber : 0),
            Measure.CreditLimit => CreditLimit is { } limit ? Quantity.Hundredths(limit) : Quantity.Undefined,
            Measure.CreditUsed => Quantity.Ratio(Receivable, CreditLimit ?? 0),
            Measure.DaysSinceShipment => LastShipment is { } last ? Quantity.Of(Day.DayNumber - last.DayNumber) : Quantity.Undefined,
            Measure.MedianInterval => window.MedianHalves is { } halves ? Quantity.Ratio(halves, 2) : Quantity.Undefined,
            Measure.NewInWindow => Quantity.Of(window.NewInWindow ? 1 : 0),
            Measure.TenureYears => CustomerSince is { } since ? Quantity.Of(Days.Anniversaries(since, Day)) : Quantity.Undefined,
            Measure.Evaluation => Quantity.Ratio(EvaluationSum, 100 * EvaluationCount),
            Measure.Complexity => Complexity is { } points ? Quantity.Hundredths(points) : Quantity.Undefined,
            Measure.CollectionDifficult => Quantity.Of(CollectionDifficult ? 1 : 0),
            _ => Quantity.Undefined,
        };
    }
}
