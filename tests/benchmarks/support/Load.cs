using System.Diagnostics;

namespace Lifecycle.Benchmarks.Support;

/// <summary>Callers that each wait for an answer before they go on: how many answers a second, and how long each took.</summary>
internal sealed record Load(double PerSecond, IReadOnlyList<double> Milliseconds)
{
    public double P50 => BenchmarkResult.Round(BenchmarkResult.Percentile(Milliseconds, 0.5));

    public double P99 => BenchmarkResult.Round(BenchmarkResult.Percentile(Milliseconds, 0.99));

    public static async Task<Load> RunAsync(int callers, TimeSpan time, Func<Task> call)
    {
        var begun = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(begun) < time)
            {
                var sent = Stopwatch.GetTimestamp();
                await call();
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return mine;
        })));
        var all = took.SelectMany(t => t).ToList();
        return new(all.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds, all);
    }
}
