namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>One unreversed posting. Kind: shipment, repayment, return, refund, write_off, opening_debit, opening_credit.</summary>
public sealed record OraclePosting(string Key, string Kind, decimal Amount, DateOnly OccurredOn, DateOnly? DueOn);

/// <summary>One evaluator's judgement. The order of the list is the order in which they were recorded.</summary>
public sealed record OracleEvaluation(string Evaluator, decimal Points, DateOnly On);

/// <summary>One value of a dated field; null is "cleared". The order of the list is the order in which they were recorded.</summary>
public sealed record OracleFact<T>(DateOnly EffectiveOn, T Value);

/// <summary>Which year a policy looks at; month and day matter for a statistical year only.</summary>
public sealed record OracleWindow(bool StatisticalYear, int StartMonth, int StartDay)
{
    public static readonly OracleWindow Trailing = new(false, 1, 1);
}

/// <summary>All that a rating may look at. What was reversed is simply not in the lists.</summary>
public sealed record OracleCustomer
{
    public IReadOnlyList<OraclePosting> Postings { get; init; } = [];

    public IReadOnlyList<OracleEvaluation> Evaluations { get; init; } = [];

    public IReadOnlyList<OracleFact<DateOnly?>> CustomerSince { get; init; } = [];

    public IReadOnlyList<OracleFact<decimal?>> CreditLimit { get; init; } = [];

    /// <summary>Null means the default of 30.</summary>
    public IReadOnlyList<OracleFact<int?>> CreditDays { get; init; } = [];

    public IReadOnlyList<OracleFact<bool>> CreditFromMonthEnd { get; init; } = [];

    public IReadOnlyList<OracleFact<bool>> CollectionDifficult { get; init; } = [];

    public IReadOnlyList<OracleFact<decimal?>> Complexity { get; init; } = [];
}
