namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Section 2, in its order. Null is "undefined". Money is exact as it stands; ratios are fractions.</summary>
public sealed record OracleMeasures
{
    public required decimal Sales { get; init; }
    public required decimal PriorSales { get; init; }
    public required int Batches { get; init; }
    public required int PriorBatches { get; init; }
    public required int Postings { get; init; }
    public required bool EverPosted { get; init; }
    public required Fraction? Growth { get; init; }
    public required decimal Repaid { get; init; }
    public required decimal PriorRepaid { get; init; }
    public required decimal Returned { get; init; }
    public required decimal PriorReturned { get; init; }
    public required Fraction? RepaymentRate { get; init; }
    public required Fraction? PriorRepaymentRate { get; init; }
    public required Fraction? RepaymentDrop { get; init; }
    public required Fraction? ReturnRate { get; init; }
    public required Fraction? PriorReturnRate { get; init; }
    public required decimal Receivable { get; init; }
    public required decimal Overdue { get; init; }
    public required int OldestOverdueDays { get; init; }
    public required decimal? CreditLimit { get; init; }
    public required Fraction? CreditUsed { get; init; }
    public required int? DaysSinceShipment { get; init; }
    public required Fraction? MedianInterval { get; init; }
    public required DateOnly? CustomerSince { get; init; }
    public required bool NewInWindow { get; init; }
    public required int? TenureYears { get; init; }
    public required Fraction? Evaluation { get; init; }
    public required decimal? Complexity { get; init; }
    public required bool CollectionDifficult { get; init; }
}

/// <summary>Row is the number of the class row that won (1 to 13). Score and tier points are not rounded.</summary>
public sealed record OracleRating(
    string State, string Class, int Row, Fraction Score, Fraction TierPoints, int TierComputed, int Tier);

/// <summary>A step day and why it is one: a to e and g as in section 6; "posting ahead" and "evaluation ahead" follow from its promise.</summary>
public sealed record OracleStep(DateOnly Day, string Why);
