using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ledger;

/// <summary>Credits settle the oldest due debit first; ties: what occurred earlier, then refunds.</summary>
public sealed class SettlementTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    [Fact]
    public void TheOldestDueFirst() => Assert.Equal(
        [("2024-05-01", 60m), ("2024-06-01", 100m)],
        Open(Ship("2024-01-01", "2024-06-01"), Ship("2024-04-01", "2024-05-01"), Pay(40)));

    [Fact]
    public void OfTheSameDueDayWhatOccurredEarlier() => Assert.Equal(
        [("2024-02-01", 30m), ("2024-03-01", 100m)],
        Open(byOccurrence: true, Ship("2024-03-01", "2024-06-01"), Ship("2024-02-01", "2024-06-01"), Pay(70)));

    [Fact]
    public void OfTheSameDaysRefundsFirst()
    {
        var measures = Measured(Ship("2024-06-01", "2024-06-01"), Make.Posting("refund", 100, "2024-06-01"), Pay(100));

        Assert.Equal((100_00, 100_00), (measures.Receivable, measures.Overdue));
    }

    /// <summary>An earlier shipment goes before a refund of its due day.</summary>
    [Fact]
    public void ARefundWaitsForWhatOccurredBefore()
    {
        var measures = Measured(Ship("2024-05-01", "2024-06-01"), Make.Posting("refund", 100, "2024-06-01"), Pay(100));

        Assert.Equal((100_00, 0), (measures.Receivable, measures.Overdue));
    }

    [Theory]
    [InlineData("2024-07-01", 0, 0)] // due today is not overdue
    [InlineData("2024-06-30", 100, 1)]
    public void OverdueIsDueBeforeTheDay(string due, int overdue, int days)
    {
        var measures = Measured(Ship("2024-05-01", due));

        Assert.Equal(overdue * 100, measures.Overdue);
        Assert.Equal(0, measures.Value(Measure.OldestOverdueDays).CompareTo(days));
    }

    [Fact]
    public void WhatFindsNoDebitIsOwedToTheCustomer()
    {
        using var settlement = Settlement.Of(Movements.Of([Ship("2024-05-01", "2024-06-01"), Pay(130)]), Profile.Empty, Today);

        Assert.True(settlement.Open.IsEmpty);
        Assert.Equal(30_00, settlement.Unapplied);
        Assert.Equal(-30_00, Measured(Ship("2024-05-01", "2024-06-01"), Pay(130)).Receivable);
    }

    private static Measures Measured(params Posting[] postings) => Rater.Rate(Make.State(postings), Today, Make.DefaultPolicy).Measures;

    private static (string Day, decimal Open)[] Open(params Posting[] postings) => Open(byOccurrence: false, postings);

    private static (string Day, decimal Open)[] Open(bool byOccurrence, params Posting[] postings)
    {
        using var settlement = Settlement.Of(Movements.Of(postings), Profile.Empty, Today);
        return [.. settlement.Open.ToArray().Select(d => ((byOccurrence ? d.OccurredOn : d.Due).ToString("yyyy-MM-dd"), Money.Amount(d.Cents)))];
    }

    private static Posting Ship(string on, string due) => Make.Posting("shipment", 100, on, due);

    private static Posting Pay(decimal amount) => Make.Posting("repayment", amount, "2024-06-15");
}
