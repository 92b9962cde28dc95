using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>What may be asked of one customer over some years, with days that meet often.</summary>
internal static class RandomCommands
{
    private static readonly string[] Kinds =
        ["shipment", "shipment", "shipment", "repayment", "repayment", "return", "refund", "write_off", "opening_debit", "opening_credit"];

    public static Command Register(DateOnly today) =>
        new ChangeProfile(today, null, new(), new() { Name = "Some Ltd" }, Register: true);

    public static Command Next(Random random, DateOnly today, IReadOnlyList<Posting> postings, int number) => random.Next(12) switch
    {
        0 when postings.Count > 0 => new ReversePosting(today, postings[random.Next(postings.Count)]),
        1 => new ChangeProfile(today, On(random, today), Change(random, today), new(), Register: false),
        2 => new RecordEvaluation(today, new(random.Next(2) == 0 ? "li" : "wu", Back(random, today), random.Next(10_001)), null),
        3 => new ReviewRating(today),
        4 => new SetTier(today, new(random.Next(1, 5), today.AddDays(random.Next(300)), "key")),
        5 => new EndTier(today),
        _ => new AcceptPosting(today, Posting(random, today, number)),
    };

    public static Posting Posting(Random random, DateOnly today, int number)
    {
        var (kind, on) = (Kinds[random.Next(Kinds.Length)], Back(random, today));
        var due = kind is "shipment" or "opening_debit" && random.Next(3) == 0 ? on.AddDays(random.Next(1200)) : (DateOnly?)null;
        return Make.Posting(kind, random.Next(1, 9) * 10_000m, on, due, $"{number}");
    }

    public static ProfileChange Change(Random random, DateOnly today) => random.Next(9) switch
    {
        0 or 1 => new() { CreditDays = random.Next(3) == 0 ? (int?)null : random.Next(4) * 15 },
        2 or 3 => new() { CreditFrom = random.Next(2) == 0 ? CreditFrom.MonthEnd : CreditFrom.Shipment },
        4 => new() { CustomerSince = random.Next(3) == 0 ? null : Back(random, today) },
        5 => new() { CreditLimit = random.Next(3) * 5_000_000L, Complexity = random.Next(10_001), Industry = $"i{random.Next(3)}" },
        6 => new() { CollectionDifficult = random.Next(2) == 0 },
        7 => new() { Manager = random.Next(3) == 0 ? null : $"m{random.Next(3)}", Region = $"r{random.Next(3)}" },
        _ => new() { Tags = new([$"t{random.Next(3)}"]), Kind = CustomerKind.Individual, TimeZone = "Asia/Shanghai" },
    };

    private static DateOnly Back(Random random, DateOnly today) => random.Next(5) switch
    {
        0 => today,
        1 => today.AddDays(-random.Next(1500)),
        2 => today.AddYears(-random.Next(3)),
        _ => today.AddDays(-random.Next(40)),
    };

    private static DateOnly? On(Random random, DateOnly today) => random.Next(6) switch
    {
        0 => null,
        2 or 3 => new DateOnly(today.Year, random.Next(1, 3), 1),
        1 => today.AddDays(random.Next(200)),
        _ => Back(random, today),
    };
}
