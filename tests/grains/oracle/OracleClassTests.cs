using static Lifecycle.Tests.Grains.Oracle.OracleExample;

namespace Lifecycle.Tests.Grains.Oracle;

public sealed class OracleClassTests
{
    private static readonly string Today = "2024-06-30";

    /// <summary>An old customer, so that the rows for new ones stay out of the way.</summary>
    private static OracleCustomer Old(params OraclePosting[] postings) =>
        With(postings) with { CustomerSince = [From("2020-01-01", (DateOnly?)Day("2015-01-01"))] };

    private static OraclePosting[] Paid(string on, decimal amount) => [Posting("shipment", amount, on), Posting("repayment", amount, on)];

    [Theory]
    [InlineData("100000.01", 1, "new.effective")]
    [InlineData("100000.00", 2, "new.ineffective")]
    public void NewComesFirst(string sales, int row, string name)
    {
        var amount = decimal.Parse(sales, System.Globalization.CultureInfo.InvariantCulture);

        var r = Rated(With(Posting("shipment", amount, Today)), Today);

        Assert.Equal((row, name, "new"), (r.Row, r.Class, r.State));
    }

    [Fact]
    public void AnOpeningBalanceAloneDoesNotMakeANewCustomer()
    {
        var c = With(Posting("opening_debit", 10, Today)) with { CustomerSince = [From(Today, (DateOnly?)Day(Today))] };

        Assert.Equal(5, Rated(c, Today).Row);
    }

    [Theory]
    [InlineData("20000", true, "2024-06-30", 3)]
    [InlineData("19999.99", true, "2024-06-30", 5)]
    [InlineData("20000", false, "2024-04-01", 4)] // 90 days overdue
    [InlineData("20000", false, "2024-04-02", 5)] // 89
    public void Stagnant(string debit, bool difficult, string due, int row)
    {
        var amount = decimal.Parse(debit, System.Globalization.CultureInfo.InvariantCulture);
        var c = Old(Posting("shipment", amount, "2022-01-01", due)) with { CollectionDifficult = [From("2020-01-01", difficult)] };

        Assert.Equal(row, Rated(c, Today).Row);
    }

    [Fact]
    public void PendingEitherWithoutBusinessAndABalanceOrAfterOneUnpaidOrder()
    {
        Assert.Equal(5, Rated(Old(Posting("repayment", 1, "2022-01-01")), Today).Row); // we owe the customer
        Assert.Equal(6, Rated(Old(Posting("shipment", 1, "2024-01-01")), Today).Row);
        Assert.Equal(13, Rated(Old(Paid("2024-01-01", 1)), Today).Row);
        Assert.Equal(13, Rated(Old(Posting("shipment", 1, "2024-01-01"), Posting("shipment", 1, "2024-01-01")), Today).Row);
    }

    [Fact]
    public void Dormant()
    {
        Assert.Equal("dormant.prospect", Rated(Old(), Today).Class);
        Assert.Equal("dormant.prospect", Rated(Old(Posting("shipment", 1, "2024-07-01")), Today).Class); // not yet
        Assert.Equal("dormant.inactive", Rated(Old(Paid("2023-06-30", 1)), Today).Class);
    }

    [Theory]
    [InlineData(200, 100, 9)] // falls by exactly half
    [InlineData(200, 101, 13)]
    [InlineData(0, 100, 13)] // growth undefined
    public void DeterioratingSales(int before, int now, int row)
    {
        var past = before == 0 ? [] : Paid("2023-01-01", before);

        Assert.Equal(row, Rated(Old([.. past, .. Paid("2024-01-01", now)]), Today).Row);
    }

    [Theory]
    [InlineData(90, 10)]
    [InlineData(91, 13)]
    public void DeterioratingRepayment(int repaid, int row)
    {
        // Two shipments: a single one that is not fully paid would be pending.
        var now = new[] { Posting("shipment", 50, "2024-01-01"), Posting("shipment", 50, "2024-01-02"), Posting("repayment", repaid, "2024-01-03") };

        Assert.Equal(row, Rated(Old([.. Paid("2023-01-01", 100), .. now]), Today).Row);
    }

    [Theory]
    [InlineData(4, 25001, 0, 100004, 11)]
    [InlineData(4, 25000, 0, 100000, 13)] // 100 000 is not more than 100 000
    [InlineData(3, 40000, 0, 120000, 12)] // three batches are not more than three
    [InlineData(4, 50000, 0, 190000, 12)] // 0.95 is not more than 0.95
    [InlineData(4, 50000, 0, 190001, 11)]
    [InlineData(4, 50000, 10000, 190000, 12)] // 0.05 returned is not less
    [InlineData(4, 50000, 9999, 190001, 11)]
    public void Mature(int batches, int each, int returned, int repaid, int row)
    {
        var postings = Enumerable.Range(1, batches).Select(_ => Posting("shipment", each, "2024-01-01"))
            .Append(Posting("repayment", repaid, "2024-01-02"));

        var c = Old([.. postings, .. returned == 0 ? [] : new[] { Posting("return", returned, "2024-01-02") }]);

        Assert.Equal(row, Rated(c, Today).Row);
    }

    [Fact]
    public void RowsThreeToEightLookAtTheTrailingYearWhateverThePolicysWindow()
    {
        var c = Old(Paid("2023-12-01", 1));

        // No business since 1 January, yet within the year: minor, not inactive; growth is −100 % only from December to December.
        Assert.Equal(13, Rated(c, Today, "01-01").Row);
        Assert.Equal(8, Rated(c, "2024-12-01", "01-01").Row);
        Assert.Equal(9, Rated(Old([.. Paid("2023-12-01", 1), .. Paid("2023-03-01", 9)]), Today, "01-01").Row);
    }
}
