using System.Globalization;
using System.Text.Json;

namespace Lifecycle.Benchmarks;

/// <summary>One question about speed: one command, one JSON line.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>Measures; says on stderr how far it is.</summary>
    public abstract Task<BenchmarkResult> RunAsync(BenchmarkOptions options);

    protected void Say(string what) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {Name}: {what}");
}

/// <summary>What all benchmarks understand.</summary>
/// <param name="Customers">How many customers there are before measuring begins.</param>
/// <param name="Postings">How many postings they have.</param>
/// <param name="Runs">How often each side is measured; medians are quoted.</param>
/// <param name="Seconds">How long one run of an open-ended benchmark takes.</param>
/// <param name="Folder">Where the server's data is; preloaded portfolios stay there for the next time.</param>
internal sealed record BenchmarkOptions(int Customers, int Postings, int Runs, int Seconds, string Folder)
{
    public static BenchmarkOptions Read(string[] args)
    {
        var options = new BenchmarkOptions(1_000_000, 10_000_000, 5, 10, "/var/tmp/lifecycle-benchmarks");
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var number = int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            options = args[i] switch
            {
                "--customers" => options with { Customers = number, Postings = number * 10 },
                "--postings" => options with { Postings = number },
                "--runs" => options with { Runs = number },
                "--seconds" => options with { Seconds = number },
                "--folder" => options with { Folder = args[i + 1] },
                _ => throw new ArgumentException($"There is no option {args[i]}."),
            };
        }

        return options;
    }
}

/// <summary>A figure beside what the same run measured it against.</summary>
/// <param name="Figure">Median of the runs.</param>
/// <param name="Baseline">Median of the baseline's runs; null where the figure stands alone.</param>
/// <param name="Ratio">Median over the pairs of runs, so that a machine that slows down slows both.</param>
internal sealed record BenchmarkResult(string Unit, double Figure, double? Baseline, double? Ratio, object? Details = null)
{
    /// <summary>From runs of both sides, taken in turn.</summary>
    public static BenchmarkResult Of(string unit, IReadOnlyList<double> figures, IReadOnlyList<double> baselines, object? details = null) => new(
        unit, Median(figures), Median(baselines), Median([.. figures.Zip(baselines, (f, b) => f / b)]), details);

    public static double Median(IReadOnlyList<double> values) => Percentile(values, 0.5);

    /// <summary>The value that the given share of all values does not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    public string ToJson(string benchmark, BenchmarkOptions options) => JsonSerializer.Serialize(
        new
        {
            Benchmark = benchmark,
            Unit,
            Figure = Round(Figure),
            Baseline = Baseline is { } b ? Round(b) : (double?)null,
            Ratio = Ratio is { } r ? Round(r) : (double?)null,
            Details,
            options.Customers,
            options.Postings,
            options.Runs,
            Cores = Environment.ProcessorCount,
        },
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals });

    /// <summary>To four digits: more would only be noise.</summary>
    public static double Round(double value) => value == 0 || !double.IsFinite(value)
        ? value
        : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
