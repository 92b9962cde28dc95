using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The measures of section 2. Names in the interface are these, camelCased. The numbers are not stored.</summary>
public enum Measure
{
    /// <summary>Σ shipments in the window.</summary>
    Sales,
    /// <summary>The same in the prior window.</summary>
    PriorSales,
    /// <summary>Number of shipments in the window.</summary>
    Batches,
    /// <summary>The same in the prior window.</summary>
    PriorBatches,
    /// <summary>Number of postings in the window, opening balances left out.</summary>
    Postings,
    /// <summary>Whether any posting occurred up to the day.</summary>
    EverPosted,
    /// <summary>(sales − prior sales) / prior sales.</summary>
    Growth,
    /// <summary>Σ repayments − Σ refunds in the window.</summary>
    Repaid,
    /// <summary>The same in the prior window.</summary>
    PriorRepaid,
    /// <summary>Σ returns in the window.</summary>
    Returned,
    /// <summary>The same in the prior window.</summary>
    PriorReturned,
    /// <summary>repaid / (sales − returned).</summary>
    RepaymentRate,
    /// <summary>The same in the prior window.</summary>
    PriorRepaymentRate,
    /// <summary>prior repayment rate − repayment rate.</summary>
    RepaymentDrop,
    /// <summary>returned / sales.</summary>
    ReturnRate,
    /// <summary>The same in the prior window.</summary>
    PriorReturnRate,
    /// <summary>What the customer owes; negative: what we owe.</summary>
    Receivable,
    /// <summary>Open and due before the day.</summary>
    Overdue,
    /// <summary>Days since the oldest overdue debit was due; 0 when nothing is overdue.</summary>
    OldestOverdueDays,
    /// <summary>The agreed limit.</summary>
    CreditLimit,
    /// <summary>receivable / credit limit.</summary>
    CreditUsed,
    /// <summary>Days since the last shipment.</summary>
    DaysSinceShipment,
    /// <summary>Median gap in days between distinct shipment days in both windows.</summary>
    MedianInterval,
    /// <summary>Begin of the cooperation, registered or from the first posting. A date: not for conditions.</summary>
    CustomerSince,
    /// <summary>Whether customer_since lies in the window.</summary>
    NewInWindow,
    /// <summary>Anniversaries of customer_since up to the day.</summary>
    TenureYears,
    /// <summary>Mean of each evaluator's latest evaluation in the trailing year.</summary>
    Evaluation,
    /// <summary>Demand complexity.</summary>
    Complexity,
    /// <summary>The account manager's mark.</summary>
    CollectionDifficult,
}

/// <summary>How a measure is shown.</summary>
public enum MeasureUnit
{
    /// <summary>Currency, 2 decimals.</summary>
    Money,
    /// <summary>A fraction, 6 decimals.</summary>
    Rate,
    /// <summary>A whole number.</summary>
    Count,
    /// <summary>Days, perhaps half ones.</summary>
    Days,
    /// <summary>Points, 2 decimals.</summary>
    Points,
    /// <summary>Yes or no.</summary>
    Flag,
    /// <summary>A calendar day.</summary>
    Date,
}

/// <summary>What follows from a measure alone.</summary>
public static class MeasureInfo
{
    /// <summary>Every measure, in the order of the specification.</summary>
    public static ImmutableArray<Measure> All { get; } = [.. Enum.GetValues<Measure>()];

    private static readonly ImmutableArray<string> Names = [.. All.Select(m => char.ToLowerInvariant(m.ToString()[0]) + m.ToString()[1..])];

    /// <summary>The camelCased name of the interface.</summary>
    public static string Name(this Measure measure) => Names[(int)measure];

    /// <summary>How it is shown.</summary>
    public static MeasureUnit Unit(this Measure measure) => measure switch
    {
        Measure.Sales or Measure.PriorSales or Measure.Repaid or Measure.PriorRepaid or Measure.Returned or Measure.PriorReturned
            or Measure.Receivable or Measure.Overdue or Measure.CreditLimit => MeasureUnit.Money,
        Measure.Growth or Measure.RepaymentRate or Measure.PriorRepaymentRate or Measure.RepaymentDrop or Measure.ReturnRate
            or Measure.PriorReturnRate or Measure.CreditUsed => MeasureUnit.Rate,
        Measure.OldestOverdueDays or Measure.DaysSinceShipment or Measure.MedianInterval => MeasureUnit.Days,
        Measure.Evaluation or Measure.Complexity => MeasureUnit.Points,
        Measure.EverPosted or Measure.NewInWindow or Measure.CollectionDifficult => MeasureUnit.Flag,
        Measure.CustomerSince => MeasureUnit.Date,
        _ => MeasureUnit.Count,
    };

    /// <summary>Whether the value is never undefined (section 2).</summary>
    public static bool IsAlwaysDefined(this Measure measure) => measure is Measure.Sales or Measure.PriorSales or Measure.Batches
        or Measure.PriorBatches or Measure.Postings or Measure.EverPosted or Measure.Repaid or Measure.PriorRepaid or Measure.Returned
        or Measure.PriorReturned or Measure.Receivable or Measure.Overdue or Measure.OldestOverdueDays or Measure.NewInWindow
        or Measure.CollectionDifficult;

    /// <summary>Whether it is another number in the trailing year than in the policy's window.</summary>
    public static bool DependsOnWindow(this Measure measure) => measure is <= Measure.PriorReturnRate and not Measure.EverPosted
        or Measure.MedianInterval or Measure.NewInWindow;

    /// <summary>Whether it only takes whole values.</summary>
    public static bool IsWhole(this Measure measure) => measure.CountsDays() || measure.Unit() is MeasureUnit.Count or MeasureUnit.Flag;

    /// <summary>The least value it can have; null: any.</summary>
    public static decimal? Least(this Measure measure) => measure switch
    {
        Measure.Repaid or Measure.PriorRepaid or Measure.Receivable or Measure.Growth or Measure.RepaymentRate or Measure.PriorRepaymentRate
            or Measure.RepaymentDrop or Measure.CreditUsed => null,
        _ => 0m,
    };

    /// <summary>Whether the value grows with every day, so that a score on it would never stand still.</summary>
    public static bool CountsDays(this Measure measure) => measure is Measure.OldestOverdueDays or Measure.DaysSinceShipment;
}
