using System.Diagnostics;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Jobs;
using Lifecycle.Tests.Support;

namespace Lifecycle.Benchmarks.Care;

/// <summary>
/// The greetings of a festival day, sent by the job: claimed under the locks of their customers, decided again, rendered, sent, reported.
/// Against a bare loop that has the texts ready and sends them by the same library, over as many connections, to the same server.
/// </summary>
internal sealed class DeliverBenchmark : Benchmark
{
    private const int Most = 20_000;

    private const string Again = """
        UPDATE message SET status = 'scheduled', claimed_by = NULL, ticket = NULL, claimed_at = NULL, attempts = 0;
        UPDATE care_decision SET outcome = 'scheduled', sent_at = NULL;
        """;

    public override string Name => "deliver";

    public override string Description => "messages to a mail server on this machine, against a bare loop over the same client library";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        var customers = Math.Min(options.Customers, Most);
        var sized = options with { Customers = customers, Postings = customers * 10 };
        await using var server = await BenchmarkServer.StartAsync(sized, Say);
        await using var store = await CareStore.OpenAsync(await server.PreloadedAsync(sized, "deliver"), BenchmarkServer.Today, hour: 12);
        await store.PrepareAsync();
        await store.PlanAsync();
        await using var sink = MailSink.Start();
        var bare = BareLoop.Of(customers);
        var (figures, baselines) = (new List<double>(), new List<double>());
        for (var run = 0; run <= options.Runs; run++)
        {
            await store.ExecuteAsync(Again);
            await store.ExecuteAsync("VACUUM (ANALYZE) care_decision, message");
            await server.CheckpointAsync();
            var perSecond = customers / await SecondsAsync(sink, customers, () => SendAsync(store, sink));
            var sent = await store.AskAsync<long>("SELECT count(*) FROM care_decision WHERE outcome = 'sent'");
            var baseline = customers / await SecondsAsync(sink, customers, () => bare.SendAsync(sink.Port));
            Say($"run {run}: {perSecond:F0} messages/s, bare {baseline:F0}/s");
            if (sent != customers)
            {
                throw new InvalidOperationException($"{sent} of {customers} are sent.");
            }

            if (run > 0) // until then it is compiled
            {
                figures.Add(perSecond);
                baselines.Add(baseline);
            }
        }

        return BenchmarkResult.Of("messages/s", figures, baselines, new
        {
            Messages = customers,
            Runs = figures.Select(BenchmarkResult.Round),
            BaselineRuns = baselines.Select(BenchmarkResult.Round),
        });
    }

    private static async Task SendAsync(CareStore store, MailSink sink)
    {
        using var channel = CareStore.Channel(sink.Port);
        store.Clock.Set(CareStore.FestivalDay, hour: 12);
        await CareStore.RunAsync(store.Job(channel), new Progress<JobProgress>());
    }

    /// <summary>How long it takes until the server has everything, each message once.</summary>
    private static async Task<double> SecondsAsync(MailSink sink, int messages, Func<Task> send)
    {
        sink.Forget();
        var begun = Stopwatch.GetTimestamp();
        await send();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return sink.Count == messages && sink.Taken.Count == messages
            ? seconds
            : throw new InvalidOperationException($"The server took {sink.Count} of {messages} messages, {sink.Taken.Count} different ones.");
    }
}
