using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Preload;

/// <summary>
/// Made-up customers with some two years of habits, each a pure function of its number: orders at an interval of its own,
/// paid some weeks later or not at all, now and then a return.
/// </summary>
internal sealed record SyntheticPortfolio(int PostingsPerCustomer, DateOnly Today)
{
    public const string Source = "erp";

    private const int History = 730;

    public static string Id(int number) => $"c{number:D8}";

    public static string Manager(int number) => $"manager.{number % 50:D2}";

    public static string Region(int number) => $"region-{number % 50 % 12:D2}";

    public static ChangeProfile Registration(int number, DateOnly today) => new(
        today, null, new() { Manager = Manager(number), Region = Region(number), CreditDays = number % 3 == 0 ? 60 : default(Optional<int?>) },
        new() { Name = $"Customer {number}" }, Register: true);

    /// <summary>All postings of a customer. External ids look random, as those of many systems do.</summary>
    public IEnumerable<Posting> Postings(int number)
    {
        var random = new Random(number);
        var (id, first) = (Id(number), Today.AddDays(-History));
        var orders = (PostingsPerCustomer + 1) / 2;
        var size = (long)Math.Exp(8 + (random.NextDouble() * 5)) * 100;
        for (var i = 0; i < PostingsPerCustomer; i++)
        {
            var order = i / 2;
            var day = first.AddDays((int)((order + random.NextDouble()) * History / orders));
            var (kind, on) = i % 2 == 0
                ? (PostingKind.Shipment, day)
                : random.Next(20) == 0 ? (PostingKind.Return, day) : (PostingKind.Repayment, day.AddDays(random.Next(10, 75)));
            var cents = kind == PostingKind.Return ? size / 10 : size;
            yield return new(Source, ExternalId(number, i), id, kind, cents, on > Today ? Today : on, null);
        }
    }

    /// <summary>The day a posting is recorded on: its own, but one in a hundred comes up to twenty days late.</summary>
    public static DateOnly RecordedOn(Posting posting, DateOnly today)
    {
        var dice = Convert.ToUInt64(posting.ExternalId, 16) >> 32;
        var recorded = posting.OccurredOn.AddDays(dice % 100 == 0 ? 1 + (int)(dice / 100 % 20) : 0);
        return recorded > today ? today : recorded;
    }

    /// <summary>The day before all postings, on which everybody is registered.</summary>
    public static DateOnly RegisteredOn(DateOnly today) => today.AddDays(-History - 1);

    private string ExternalId(int number, int i)
    {
        // A bijective scramble of a running number: unique, and nowhere near its neighbours.
        var running = (ulong)((long)number * PostingsPerCustomer + i);
        return (running * 0x9E3779B97F4A7C15UL).ToString("x16");
    }
}
