using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.WhatIf;

/// <summary>Four customers, made by hand: called or not on 2026-01-01, overdue or not on 2026-04-01.</summary>
public sealed class BacktestTests
{
    private static readonly DateOnly On = Make.Day("2026-01-01");

    [Fact]
    public void CountsWhomEachVersionCalledAndWhatBecameOfThem()
    {
        CustomerState[] customers =
        [
            Of("called, overdue", Make.Posting("shipment", 50_000, "2025-10-01", null, "1")),
            Of("called, paid since", Make.Posting("shipment", 50_000, "2025-10-01", null, "1"), Make.Posting("repayment", 50_000, "2026-03-31", null, "2")),
            Of("not called, overdue since", Fine("1"), Fine("2"), Make.Posting("shipment", 1, "2026-03-01", null, "3")), // due 03-31
            Of("not called, due on the day", Fine("1"), Fine("2"), Make.Posting("shipment", 1, "2026-03-02", null, "3")), // due 04-01
        ];
        var called = Compared(customers, Make.Day("2026-04-01"))!;
        Assert.Equal(new(Make.Day("2026-04-01"), Overdue: 2, new(2, 1), new(0, 0)), called);
        Assert.Null(Compared(customers, Make.Day("2026-03-31")));
    }

    private static SimulatedBacktest? Compared(CustomerState[] customers, DateOnly today)
    {
        // Without the row that calls a single unpaid shipment a problem.
        var lenient = OtherPolicy.Edited(p => p["classes"]!.AsArray().RemoveAt(5));
        var comparison = new PolicyComparison([On], lenient, Make.DefaultPolicy, Make.DefaultBook, today, _ => { });
        Array.ForEach(customers, comparison.Add);
        return Assert.Single(comparison.Days).Backtest;
    }

    private static Posting Fine(string key) => Make.Posting("shipment", 10, "2026-01-01", "2027-01-01", key);

    private static CustomerState Of(string id, params Posting[] postings) =>
        (Make.State(postings) with { Id = id }).With("2020-01-01", new() { CustomerSince = new(Make.Day("2020-01-01")) });
}
