using System.Diagnostics;
using System.Globalization;
using Lifecycle.Benchmarks.Support;
using Npgsql;

namespace Lifecycle.Benchmarks.Portfolios;

/// <summary>
/// The portfolio and pages of lists over HTTP while postings go on: how long they take, and what they take from the
/// postings; the same with past days computed one after the other; and a past day alone, for the first time and again.
/// </summary>
internal sealed class PortfolioBenchmark : Benchmark
{
    private const int Callers = 64;
    private const string Live = "/api/v1/portfolio";

    // Somebody looks ten times a second.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Lists =
    [
        "/api/v1/customers?state=mature&sort=-receivable",
        "/api/v1/customers?state=deteriorating&sort=-receivable&count=true",
    ];

    public override string Name => "portfolio";

    public override string Description => "the live portfolio, lists and past days over HTTP while postings go on";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        var connectionString = await server.PreloadedAsync(options, "portfolio");
        await using var api = await SiloClient.StartAsync(connectionString, connections: 4);
        await WaitForSnapshotAsync(connectionString);
        await using var silo = await InProcessSilo.StartAsync(connectionString);
        var (stream, time, day) = (new PostingStream(options.Customers, silo.Clock.Today), TimeSpan.FromSeconds(options.Seconds), silo.Clock.Today.AddDays(-10));
        var (alone, looked, past) = (new List<double>(), new List<double>(), new List<double>());
        var (portfolio, lists, first, again) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());

        await PostAsync(silo, stream, time); // warms up
        await LookAsync(api, [], [], time);
        for (var run = 1; run <= options.Runs; run++)
        {
            day = day.AddDays(-1);
            first.Add(await MeasureAsync(() => api.GetAsync(AsOf(day))));
            again.Add(await MeasureAsync(() => api.GetAsync(AsOf(day))));

            await server.CheckpointAsync();
            alone.Add(await PostAsync(silo, stream, time));
            await server.CheckpointAsync();
            var looking = LookAsync(api, portfolio, lists, time);
            looked.Add(await PostAsync(silo, stream, time));
            await looking;

            await server.CheckpointAsync();
            var posting = PostAsync(silo, stream, time);
            while (!posting.IsCompleted)
            {
                day = day.AddDays(-1);
                await api.GetAsync(AsOf(day));
            }

            past.Add(await posting);
            Say($"run {run}: past day {first[^1]:F0} ms, again {again[^1]:F0} ms; postings {alone[^1]:F0}/s, {looked[^1]:F0}/s while somebody looks, {past[^1]:F0}/s beside past days");
        }

        return BenchmarkResult.Of("postings/s while somebody looks", looked, alone, new
        {
            PortfolioP99Milliseconds = P99(portfolio),
            ListP99Milliseconds = P99(lists),
            PastDayMilliseconds = BenchmarkResult.Round(BenchmarkResult.Median(first)),
            AgainMilliseconds = BenchmarkResult.Round(BenchmarkResult.Median(again)),
            RatioBesidePastDays = BenchmarkResult.Round(BenchmarkResult.Of("", past, alone).Ratio!.Value),
            PastDays = first.Select(BenchmarkResult.Round),
        });
    }

    /// <summary>Postings per second.</summary>
    private static async Task<double> PostAsync(InProcessSilo silo, PostingStream stream, TimeSpan time) =>
        (await Load.RunAsync(Callers, time, () => silo.PostAsync(stream.Next()))).PerSecond;

    private static async Task LookAsync(SiloClient api, List<double> portfolio, List<double> lists, TimeSpan time)
    {
        var begun = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(Pace);
        for (var n = 0; Stopwatch.GetElapsedTime(begun) < time; n++)
        {
            await pace.WaitForNextTickAsync();
            var (path, took) = n % 2 == 0 ? (Live, portfolio) : (Lists[n / 2 % Lists.Length], lists);
            took.Add(await MeasureAsync(() => api.GetAsync(path)));
        }
    }

    private static async Task<double> MeasureAsync(Func<Task> what)
    {
        var begun = Stopwatch.GetTimestamp();
        await what();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>A new silo keeps the figures of the day before first of all: that is not measured.</summary>
    private static async Task WaitForSnapshotAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM job_run WHERE name = 'snapshot' AND status = 'done')");
        while (await command.ExecuteScalarAsync() is not true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static string AsOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Live}?asOf={day:yyyy-MM-dd}");

    private static double P99(List<double> values) => BenchmarkResult.Round(BenchmarkResult.Percentile(values, 0.99));
}
