using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>The oracle's customer as the product's, by the product's own events.</summary>
internal static class FromOracle
{
    public static CustomerState State(OracleCustomer c) =>
        Happened(c).Aggregate(new CustomerState("C"), Customer.Evolve);

    public static IEnumerable<CustomerEvent> Happened(OracleCustomer c) =>
    [
        new CustomerRegistered(),
        .. c.CustomerSince.Select(f => Changed(f, new() { CustomerSince = new(f.Value) })),
        .. c.CreditLimit.Select(f => Changed(f, new() { CreditLimit = new(Hundredths(f.Value)) })),
        .. c.CreditDays.Select(f => Changed(f, new() { CreditDays = new(f.Value) })),
        .. c.CreditFromMonthEnd.Select(f => Changed(f, new() { CreditFrom = new(f.Value ? CreditFrom.MonthEnd : CreditFrom.Shipment) })),
        .. c.CollectionDifficult.Select(f => Changed(f, new() { CollectionDifficult = new(f.Value) })),
        .. c.Complexity.Select(f => Changed(f, new() { Complexity = new((int?)Hundredths(f.Value)) })),
        .. c.Evaluations.Select(e => new EvaluationRecorded(new(e.Evaluator, e.On, (int)(e.Points * 100)), null)),
        .. c.Postings.Select(p => new PostingAccepted(Posting(p))),
    ];

    public static Posting Posting(OraclePosting p) => Make.Posting(p.Kind, p.Amount, p.OccurredOn, p.DueOn, p.Key);

    private static ProfileChanged Changed<T>(OracleFact<T> fact, ProfileChange change) => new(fact.EffectiveOn, change);

    private static long? Hundredths(decimal? value) => value is { } v ? (long)(v * 100) : null;
}
