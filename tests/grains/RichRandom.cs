namespace Lifecycle.Tests.Grains;

using Lifecycle.Tests.Grains.Oracle;

/// <summary>
/// Customers beside <see cref="OracleRandom"/>: those with good business, whose rates and growth meet the thresholds,
/// so that the later rows of the class table and the better tiers are reached too.
/// </summary>
internal static class RichRandom
{
    private static readonly decimal[] Rates = [0m, 0.5m, 0.85m, 0.90m, 0.94m, 0.95m, 0.96m, 1m, 1.1m];
    private static readonly decimal[] Returns = [0m, 0.01m, 0.015m, 0.02m, 0.04m, 0.05m, 0.06m];

    public static OracleCustomer Any(Random random, DateOnly day) =>
        random.Next(3) == 0 ? OracleRandom.Customer(random, day) : Trading(random, day);

    /// <summary>Ships regularly, pays a share of it, returns a share of it.</summary>
    public static OracleCustomer Trading(Random random, DateOnly day)
    {
        var base_ = OracleRandom.Customer(random, day);
        var postings = new List<OraclePosting>();
        var repaid = Rates[random.Next(Rates.Length)];
        var size = random.Next(4) == 0 ? 20 : 1;
        for (var year = 0; year < 3; year++)
        {
            Year(random, day.AddYears(-year), size, repaid, postings);
            repaid = random.Next(2) == 0 ? repaid : Rates[random.Next(Rates.Length)];
        }

        postings.AddRange(random.Next(3) == 0 ? base_.Postings.Take(random.Next(4)) : []);
        return base_ with { Postings = [.. postings.Select((p, i) => p with { Key = $"R{i}" })] };
    }

    public static OracleCustomer NothingAhead(OracleCustomer c, DateOnly day) => c with
    {
        Postings = [.. c.Postings.Where(p => p.OccurredOn <= day)],
        Evaluations = [.. c.Evaluations.Where(e => e.On <= day)],
    };

    private static void Year(Random random, DateOnly last, int size, decimal repaid, List<OraclePosting> postings)
    {
        var (batches, amount) = (random.Next(0, size == 1 ? 9 : 30), random.Next(1, 12) * 10_000m * size);
        var returned = Returns[random.Next(Returns.Length)];
        for (var i = 0; i < batches; i++)
        {
            var on = last.AddDays(-random.Next(0, 365));
            postings.Add(new("", "shipment", amount, on, null));
            postings.Add(new("", "repayment", Math.Max(0.01m, amount * (1 - returned) * repaid), on.AddDays(random.Next(0, 3)), null));
            if (returned > 0)
            {
                postings.Add(new("", "return", amount * returned, on, null));
            }
        }
    }
}
