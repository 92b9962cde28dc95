using System.Globalization;
using System.Text;
using Lifecycle.Benchmarks.Preload;

namespace Lifecycle.Benchmarks.Imports;

/// <summary>All postings of a portfolio in random order: as the import takes them, and as COPY into the table takes them.</summary>
internal sealed record ShuffledFile(string Import, string Copy)
{
    private const int Chunk = 100_000;

    public static async Task<ShuffledFile> WriteAsync(BenchmarkOptions options, DateOnly today)
    {
        var name = Path.Combine(options.Folder, $"shuffled_{options.Customers}_{options.Postings}");
        var file = new ShuffledFile(name + ".csv", name + ".copy");
        if (File.Exists(file.Copy))
        {
            return file;
        }

        var each = options.Postings / options.Customers;
        var synthetic = new SyntheticPortfolio(each, today);
        var order = Enumerable.Range(0, options.Customers * each).ToArray();
        new Random(1).Shuffle(order);
        await using (var import = new StreamWriter(file.Import, append: false, new UTF8Encoding(false), 1 << 20))
        await using (var copy = new StreamWriter(file.Copy + ".part", append: false, new UTF8Encoding(false), 1 << 20))
        {
            await import.WriteAsync("source,external_id,customer_id,kind,amount,occurred_on\n");
            for (var at = 0; at < order.Length; at += Chunk)
            {
                var postings = order.Skip(at).Take(Chunk).AsParallel().AsOrdered().Select(i => synthetic.Postings(i / each).ElementAt(i % each));
                foreach (var p in postings)
                {
                    await import.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                        $"{p.Source},{p.ExternalId},{p.CustomerId},{p.Kind.ToString().ToLowerInvariant()},{p.Cents / 100m:0.00},{p.OccurredOn:yyyy-MM-dd}\n"));
                    await copy.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                        $"{p.CustomerId},{p.Source},{p.ExternalId},{(int)p.Kind},{p.Cents},{p.OccurredOn:yyyy-MM-dd},2026-06-15T04:00:00Z\n"));
                }
            }
        }

        File.Move(file.Copy + ".part", file.Copy);
        return file;
    }
}
