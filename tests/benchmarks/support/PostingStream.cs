using Lifecycle.Benchmarks.Preload;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Support;

/// <summary>An endless stream of new postings of random customers, of today and the days before. Safe to share.</summary>
internal sealed class PostingStream(int customers, DateOnly today)
{
    public static readonly Origin Origin = new("benchmark");

    // Keys of another start on the same database must not be met again.
    private readonly string source = $"live-{Guid.NewGuid():N}";
    private int number;

    public Posting Next()
    {
        var n = Interlocked.Increment(ref number);
        var random = Random.Shared;
        var kind = n % 2 == 0 ? PostingKind.Repayment : PostingKind.Shipment;
        return new(
            source, n.ToString("D10"), SyntheticPortfolio.Id(random.Next(customers)), kind,
            random.NextInt64(10_000, 5_000_000), today.AddDays(-random.Next(5)), null);
    }
}
