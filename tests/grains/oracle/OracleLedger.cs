namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>A debit, when it is due, and what is still open of it.</summary>
public sealed record OracleDebit(OraclePosting Posting, DateOnly Due, decimal Open)
{
    public bool IsRefund => Posting.Kind == "refund";

    /// <summary>A refund is never overdue.</summary>
    public bool OverdueOn(DateOnly day) => Open > 0 && !IsRefund && Due < day;
}

public static class OracleLedger
{
    private static readonly string[] Debits = ["shipment", "refund", "opening_debit"];
    private static readonly string[] Credits = ["repayment", "return", "write_off", "opening_credit"];

    public static decimal Sum(OracleCustomer c, OracleSpan span, string kind) =>
        c.Postings.Where(p => p.Kind == kind && span.Has(p.OccurredOn)).Sum(p => p.Amount);

    public static int Count(OracleCustomer c, OracleSpan span, string kind) =>
        c.Postings.Count(p => p.Kind == kind && span.Has(p.OccurredOn));

    public static decimal Receivable(OracleCustomer c, DateOnly day) =>
        Debits.Sum(kind => UpTo(c, day, kind)) - Credits.Sum(kind => UpTo(c, day, kind));

    public static DateOnly Due(OracleCustomer c, OraclePosting p)
    {
        if (p.Kind == "refund")
        {
            return p.OccurredOn;
        }

        if (p.DueOn is { } stated)
        {
            return stated;
        }

        // The terms in force on the day of the posting count, whatever was agreed later.
        var from = OracleProfile.On(c.CreditFromMonthEnd, p.OccurredOn) ? OracleCalendar.MonthEnd(p.OccurredOn) : p.OccurredOn;
        return from.AddDays(OracleProfile.On(c.CreditDays, p.OccurredOn) ?? 30);
    }

    /// <summary>Every debit up to the day after all credits up to the day were settled against them, oldest due date first.</summary>
    public static IReadOnlyList<OracleDebit> Settle(OracleCustomer c, DateOnly day)
    {
        var credit = Credits.Sum(kind => UpTo(c, day, kind));
        var debits = c.Postings
            .Where(p => Debits.Contains(p.Kind) && p.OccurredOn <= day)
            .Select(p => new OracleDebit(p, Due(c, p), p.Amount))
            .OrderBy(d => d.Due)
            .ThenBy(d => d.Posting.OccurredOn)
            .ThenBy(d => d.IsRefund ? 0 : 1);

        var settled = new List<OracleDebit>();
        foreach (var debit in debits)
        {
            var paid = Math.Min(credit, debit.Open);
            credit -= paid;
            settled.Add(debit with { Open = debit.Open - paid });
        }

        return settled;
    }

    private static decimal UpTo(OracleCustomer c, DateOnly day, string kind) =>
        Sum(c, new OracleSpan(DateOnly.MinValue, day), kind);
}
