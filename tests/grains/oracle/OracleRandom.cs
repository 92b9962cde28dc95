namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Random customers with dates that meet often: leap days, month ends, several things on one day.</summary>
public static class OracleRandom
{
    private static readonly string[] Kinds =
        ["shipment", "shipment", "shipment", "repayment", "repayment", "return", "refund", "write_off", "opening_debit", "opening_credit"];

    /// <summary>Something happens from some years before the day to some years after it.</summary>
    public static OracleCustomer Customer(Random random, DateOnly day) => new()
    {
        Postings = [.. Enumerable.Range(0, random.Next(0, 25)).Select(i => Posting(random, day, i))],
        Evaluations = Several(random, 4, () => new OracleEvaluation(random.Next(2) == 0 ? "li" : "wu", random.Next(101), Near(random, day))),
        CustomerSince = Several(random, 2, () => new OracleFact<DateOnly?>(Near(random, day), Maybe(random, Near(random, day.AddYears(-4))))),
        CreditLimit = Several(random, 2, () => new OracleFact<decimal?>(Near(random, day), Maybe(random, random.Next(3) * 50_000m))),
        CreditDays = Several(random, 2, () => new OracleFact<int?>(Near(random, day), Maybe(random, random.Next(4) * 15))),
        CreditFromMonthEnd = Several(random, 2, () => new OracleFact<bool>(Near(random, day), random.Next(2) == 0)),
        CollectionDifficult = Several(random, 2, () => new OracleFact<bool>(Near(random, day), random.Next(2) == 0)),
        Complexity = Several(random, 2, () => new OracleFact<decimal?>(Near(random, day), Maybe(random, (decimal)random.Next(101)))),
    };

    private static OraclePosting Posting(Random random, DateOnly day, int number)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var on = Near(random, day);

        // Amounts repeat, so that balances of exactly zero and rates at a threshold do occur.
        var amount = random.Next(3) == 0 ? random.Next(1, 20_000_000) / 100m : random.Next(1, 8) * 10_000m;
        var dueOn = kind is "shipment" or "opening_debit" && random.Next(3) == 0 ? on.AddDays(random.Next(-10, 120)) : (DateOnly?)null;
        return new OraclePosting($"P{number}", kind, amount, on, dueOn);
    }

    private static DateOnly Near(Random random, DateOnly day) => random.Next(6) switch
    {
        0 => new DateOnly(2024, 2, 29).AddDays(random.Next(-1, 2)),
        1 => new DateOnly(random.Next(day.Year - 2, day.Year + 3), 2, 28).AddDays(random.Next(0, 2)),
        _ => day.AddDays(random.Next(-900, 900)),
    };

    private static List<T> Several<T>(Random random, int most, Func<T> one) =>
        [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => one())];

    private static T? Maybe<T>(Random random, T value) where T : struct => random.Next(4) == 0 ? null : value;
}
