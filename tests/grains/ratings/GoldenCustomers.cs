using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>Customers made by hand, one per state, one of whom nothing is known, one by the statistical year.</summary>
internal static class GoldenCustomers
{
    public static DateOnly Day { get; } = Make.Day("2024-06-30");

    public static IReadOnlyDictionary<string, (CustomerState State, string? Start)> All { get; } =
        new Dictionary<string, (CustomerState, string?)>
        {
            ["new"] = (Make.State(Ship(120_000.5m, "2024-03-01"), Pay(40_000, "2024-04-01")), null),
            ["mature"] = (Mature, null),
            ["deteriorating"] = (Old(Ship(300_000, "2023-02-01"), Ship(100_000, "2023-09-01"), Ship(33_333.33m, "2024-02-01"), Pay(400_000, "2024-03-01")), null),
            ["problem"] = (
                Old(Ship(50_000, "2022-11-15"), Pay(20_000, "2022-12-01"), Ship(10_000, "2023-10-31", "2023-12-15"), Ship(1_000, "2024-01-31"))
                    .With("2020-01-01", new() { CreditLimit = 3_000_000, CreditFrom = CreditFrom.MonthEnd, CreditDays = 45 }),
                null),
            ["dormant"] = (Old(Ship(10_000, "2021-05-05"), Pay(10_000, "2021-06-05")), null),
            ["undefined"] = (Make.State(), null),
            ["statistical-year"] = (Mature, "04-01"),
        };

    private static CustomerState Mature => Old(
            Ship(70_000, "2022-12-01"), Ship(80_000, "2023-03-01"), Pay(140_000, "2023-05-01"), Back(3_000, "2023-05-02"),
            Ship(60_000, "2023-08-01"), Ship(60_000, "2023-11-01"), Ship(60_000, "2024-02-01"), Ship(60_000, "2024-05-01"),
            Pay(230_000, "2024-05-20"), Back(2_500, "2024-05-21"), Make.Posting("refund", 1_000, "2024-05-22"))
        .With("2020-01-01", new() { CreditLimit = 10_000_000, Complexity = 66_67, Manager = "wang" })
        .Evaluated(new Evaluation("li", Make.Day("2024-01-10"), 80_00), new Evaluation("wu", Make.Day("2023-12-01"), 75_50), new Evaluation("wu", Make.Day("2023-01-01"), 10_00));

    private static CustomerState Old(params Posting[] postings) =>
        Make.State(postings).With("2020-01-01", new() { CustomerSince = Make.Day("2016-02-29") });

    private static Posting Ship(decimal amount, string on, string? due = null) => Make.Posting("shipment", amount, on, due);

    private static Posting Pay(decimal amount, string on) => Make.Posting("repayment", amount, on);

    private static Posting Back(decimal amount, string on) => Make.Posting("return", amount, on);
}
