namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>Section 3, every row, and both sides of every boundary.</summary>
public sealed class ClassTableTests
{
    private static readonly Measured Good = new();
    private static readonly Measured Stagnant = new() { Sales = 19_999.99m, Batches = 2, Receivable = 20_000, Difficult = true };
    private static readonly Measured Silent = new() { Sales = 0, Batches = 0, Postings = 0, Repaid = 0 };

    public static TheoryData<string, object, int> Table { get; } = new()
    {
        { "new, sales a cent above", Good with { New = true, Sales = 100_000.01m }, 1 },
        { "new, sales exactly 100 000", Good with { New = true, Sales = 100_000 }, 2 },
        { "new, one posting", Good with { New = true, Postings = 1, Sales = 0, Batches = 0 }, 2 },
        { "new, no posting", Silent with { New = true }, 8 },
        { "new beats problem", Stagnant with { New = true, OldestOverdueDays = 90 }, 2 },
        { "new beats deteriorating", Good with { New = true, PriorSales = 1_000_000 }, 1 },

        { "difficult", Stagnant, 3 },
        { "difficult, sales exactly 20 000", Stagnant with { Sales = 20_000 }, 9 },
        { "difficult, receivable a cent less", Stagnant with { Receivable = 19_999.99m }, 9 },
        { "difficult beats overdue", Stagnant with { OldestOverdueDays = 90 }, 3 },
        { "90 days overdue", Stagnant with { Difficult = false, OldestOverdueDays = 90 }, 4 },
        { "89 days overdue", Stagnant with { Difficult = false, OldestOverdueDays = 89 }, 9 },
        { "90 days overdue, sales exactly 20 000", Stagnant with { Difficult = false, OldestOverdueDays = 90, Sales = 20_000 }, 9 },
        { "90 days overdue, a cent less", Stagnant with { Difficult = false, OldestOverdueDays = 90, Receivable = 19_999.99m }, 9 },
        { "stagnant beats pending", Stagnant with { Sales = 0, Batches = 0 }, 3 },

        { "no batch, a cent owed", Silent with { Receivable = 0.01m }, 5 },
        { "no batch, a cent owed by us", Silent with { Receivable = -0.01m }, 5 },
        { "one batch, a cent owed", Good with { Batches = 1, Receivable = 0.01m }, 6 },
        { "one batch, settled", Good with { Batches = 1 }, 12 },
        { "one batch, owed by us", Good with { Batches = 1, Receivable = -0.01m }, 12 },
        { "two batches, owed", Good with { Batches = 2, Receivable = 0.01m }, 12 },

        { "never posted", Silent with { EverPosted = false }, 7 },
        { "never posted beats inactive", Silent with { EverPosted = false, PriorSales = 0 }, 7 },
        { "posted once, settled, silent", Silent, 8 },
        { "inactive beats deteriorating", Silent with { PriorSales = 1_000_000 }, 8 },

        { "growth exactly -0.50", Good with { PriorSales = 400_000 }, 9 },
        { "growth a hair above", Good with { PriorSales = 399_999.99m }, 11 },
        { "growth a hair below", Good with { PriorSales = 400_000.01m }, 9 },
        { "growth undefined", Good with { PriorSales = 0 }, 11 },
        { "falling sales beat falling repayment", Good with { PriorSales = 400_000, Repaid = 0, PriorRepaid = 400_000 }, 9 },

        { "repayment drop exactly 0.10", Good with { Repaid = 180_000 }, 10 },
        { "repayment drop a hair less", Good with { Repaid = 180_000.01m }, 12 },
        { "repayment drop a hair more", Good with { Repaid = 179_999.99m }, 10 },
        { "repayment drop undefined", Good with { Repaid = 0, PriorSales = 0, PriorRepaid = 0 }, 12 },
        { "repayment drop undefined now", Good with { Sales = 120_000, Returned = 120_000, Repaid = 0 }, 12 },
        { "falling repayment beats mature", Good with { Sales = 120_000, Repaid = 108_000 }, 10 },

        { "everything well", Good, 11 },
        { "sales exactly 100 000", Good with { Sales = 100_000, Repaid = 100_000, PriorSales = 100_000, PriorRepaid = 100_000 }, 13 },
        { "sales a cent above", Good with { Sales = 100_000.01m, PriorSales = 100_000 }, 11 },
        { "three batches", Good with { Batches = 3 }, 12 },
        { "four batches", Good with { Batches = 4 }, 11 },
        { "repayment exactly 0.95", Good with { Repaid = 190_000 }, 12 },
        { "repayment a hair above", Good with { Repaid = 190_000.01m }, 11 },
        { "returns exactly 0.05", Good with { Returned = 10_000 }, 12 },
        { "returns a hair below", Good with { Returned = 9_999.99m }, 11 },
        { "repayment undefined", Good with { Returned = 200_000, Repaid = 0 }, 12 },
        { "small", Good with { Sales = 50_000, Repaid = 50_000, PriorSales = 50_000, PriorRepaid = 50_000 }, 13 },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void TheFirstRowThatHoldsWins(string about, object measured, int row) =>
        Assert.True(row == ((Measured)measured).Row(), $"{about}: row {((Measured)measured).Row()} instead of {row}");

    [Fact]
    public void EveryRowOccurs() =>
        Assert.Equal(Enumerable.Range(1, 13), Table.Select(data => (int)((object[])data)[2]).Distinct().Order());
}
