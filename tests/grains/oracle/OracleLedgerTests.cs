using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleLedgerTests
{
    [Theory]
    [InlineData("2024-01-31", 30, false, "2024-03-01")]
    [InlineData("2024-01-05", 30, true, "2024-03-01")] // 31 January + 30
    [InlineData("2023-01-05", 30, true, "2023-03-02")]
    [InlineData("2024-02-29", 0, true, "2024-02-29")]
    [InlineData("2024-02-01", 0, true, "2024-02-29")]
    [InlineData("2024-01-05", null, false, "2024-02-04")] // cleared: the default of 30
    [InlineData("2024-01-05", 0, false, "2024-01-05")]
    public void CreditTerms(string occurred, int? days, bool monthEnd, string due)
    {
        var shipment = Posting("shipment", 10, occurred);
        var c = With(shipment) with { CreditDays = [From("2020-01-01", days)], CreditFromMonthEnd = [From("2020-01-01", monthEnd)] };

        Assert.Equal(Day(due), OracleLedger.Due(c, shipment));
    }

    [Theory]
    [InlineData("2024-01-01", "2024-01-11")] // before the first value the first value holds
    [InlineData("2024-05-31", "2024-06-10")]
    [InlineData("2024-06-01", "2024-07-31")] // of one day's values the last recorded
    public void TermsInForceOnTheDayOfThePostingCount(string occurred, string due)
    {
        var shipment = Posting("shipment", 10, occurred);
        var c = With(shipment) with
        {
            CreditDays = [From("2024-06-01", (int?)45), From("2024-06-01", (int?)60), From("2024-02-01", (int?)10)],
        };

        Assert.Equal(Day(due), OracleLedger.Due(c, shipment));
    }

    [Fact]
    public void ADueDayOfItsOwnBeatsTheTermsAndARefundHasNone()
    {
        var c = new OracleCustomer { CreditDays = [From("2020-01-01", (int?)60)], CreditFromMonthEnd = [From("2020-01-01", true)] };

        Assert.Equal(Day("2024-01-02"), OracleLedger.Due(c, Posting("opening_debit", 10, "2024-01-05", due: "2024-01-02")));
        Assert.Equal(Day("2024-01-05"), OracleLedger.Due(c, Posting("refund", 10, "2024-01-05")));
    }

    [Fact]
    public void EveryKindMovesTheReceivable()
    {
        var c = With(
            Posting("shipment", 1000, "2024-01-01"), Posting("refund", 200, "2024-01-02"), Posting("opening_debit", 40, "2024-01-03"),
            Posting("repayment", 500, "2024-01-04"), Posting("return", 60, "2024-01-05"), Posting("write_off", 7, "2024-01-06"),
            Posting("opening_credit", 0.5m, "2024-01-07"), Posting("shipment", 9999, "2024-01-09"));

        var m = Measured(c, "2024-01-08");

        Assert.Equal(672.5m, m.Receivable);
        Assert.Equal(5, m.Postings); // opening balances left out
        Assert.Equal((300m, 60m), (m.Repaid, m.Returned));
    }

    [Theory]
    [InlineData("2024-03-01", 0, 0)] // due that day is not overdue
    [InlineData("2024-03-02", 70, 1)]
    [InlineData("2024-03-11", 120, 10)]
    public void CreditsSettleTheOldestDueDateFirst(string day, int overdue, int oldestDays)
    {
        var c = With(
            Posting("shipment", 50, "2024-01-01", due: "2024-03-10"), // older, yet due later
            Posting("shipment", 100, "2024-02-01", due: "2024-03-01"),
            Posting("repayment", 30, "2024-01-15"));

        var m = Measured(c, day);

        Assert.Equal((overdue, oldestDays), (m.Overdue, m.OldestOverdueDays));
    }

    [Fact]
    public void OfOneDueDateAndDayTheRefundIsSettledFirst()
    {
        var c = With(
            Posting("shipment", 100, "2024-03-01", due: "2024-03-01"),
            Posting("refund", 80, "2024-03-01"),
            Posting("return", 80, "2024-03-01"));

        Assert.Equal(100, Measured(c, "2024-03-02").Overdue); // all of the shipment: the return went to the refund
    }

    [Fact]
    public void OfOneDueDateAnEarlierShipmentIsSettledBeforeTheRefund()
    {
        var c = With(
            Posting("refund", 80, "2024-03-01"),
            Posting("shipment", 100, "2024-02-01", due: "2024-03-01"),
            Posting("return", 80, "2024-03-01"));

        Assert.Equal(20, Measured(c, "2024-03-02").Overdue);
    }

    [Fact]
    public void AnOpenRefundIsNeverOverdue()
    {
        var m = Measured(With(Posting("refund", 80, "2024-03-01")), "2024-12-01");

        Assert.Equal((80, 0, 0), (m.Receivable, m.Overdue, m.OldestOverdueDays));
    }

    [Fact]
    public void CreditsOfTheFutureSettleNothing()
    {
        var c = With(Posting("shipment", 100, "2024-01-01", due: "2024-01-02"), Posting("repayment", 100, "2024-01-10"));

        Assert.Equal(100, Measured(c, "2024-01-09").Overdue);
        Assert.Equal(0, Measured(c, "2024-01-10").Overdue);
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData(0, 0, false)] // a limit of 0 is a limit, but no part of it can be used
    [InlineData(400, 1, true)]
    public void CreditUsed(int? limit, int numerator, bool defined)
    {
        var c = With(Posting("shipment", 100, "2024-01-01")) with { CreditLimit = [From("2024-01-01", (decimal?)limit)] };

        var m = Measured(c, "2024-01-01");

        Assert.Equal(limit, m.CreditLimit);
        Assert.Equal(defined ? new Fraction(numerator, 4) : null, m.CreditUsed);
    }
}
