using System.Collections.Concurrent;
using System.Diagnostics;
using Lifecycle.Benchmarks.Preload;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Benchmarks.Care;

/// <summary>
/// A festival for everybody. First deciding and rendering alone, on all cores, without a database; then the job as it is, which
/// reads everybody, decides, renders to see that it can, and stores each decision with its message.
/// </summary>
internal sealed class CareBenchmark : Benchmark
{
    private const int Different = 2000;

    public override string Name => "care";

    public override string Description => "a festival for everybody: decided and rendered in memory, then decided, rendered and stored, in decisions/s";

    public override async Task<BenchmarkResult> RunAsync(BenchmarkOptions options)
    {
        await using var server = await BenchmarkServer.StartAsync(options, Say);
        await using var store = await CareStore.OpenAsync(await server.PreloadedAsync(options, "care"), BenchmarkServer.Today, hour: 12);
        var pure = new List<double>();
        var facts = Facts(options, store.Clock);
        for (var run = 0; run <= options.Runs; run++)
        {
            var perSecond = options.Customers / Plan(options.Customers, facts, store);
            Say($"run {run}: {perSecond:F0} decisions/s in memory");
            if (run > 0) // until then it is compiled
            {
                pure.Add(perSecond);
            }
        }

        var festival = await FestivalAsync(options, server, store);
        return new("decisions/s", BenchmarkResult.Median(pure), null, null, new { Runs = pure.Select(BenchmarkResult.Round), Festival = festival });
    }

    private static CareFacts[] Facts(BenchmarkOptions options, IBusinessClock clock)
    {
        var policies = new PolicyBook([new(1, Days.Earliest, PolicyReader.Read(PolicyReader.DefaultJson).Document!)]);
        var synthetic = new SyntheticPortfolio(options.Postings / options.Customers, clock.Today);
        var nothing = new Dictionary<CareKey, CareDecision>();
        return [.. Enumerable.Range(0, Different).Select(number =>
        {
            var customer = PreloadedCustomer.Make(number, synthetic, policies);
            var contact = CareStore.Person(number % 2 == 0 ? "zh-CN" : "en") with { Email = $"{customer.State.Id}@customers.example" };
            return new CareFacts(customer.State, customer.Person with { Contacts = [contact] }, clock.Zone, clock.Today, nothing);
        })];
    }

    /// <summary>The seconds it takes to decide about so many customers, and to make all their messages.</summary>
    private static double Plan(int customers, CareFacts[] facts, CareStore store)
    {
        var rule = CareRules.Default(CareStore.Festival) with { IsOn = true };
        var (programme, messages, now, to) = (new CareProgramme([rule], CareProgramme.DefaultCap), store.Messages, store.Clock.Now, store.Clock.Today.AddDays(7));
        var (made, begun) = (0L, Stopwatch.GetTimestamp());
        Parallel.ForEach(Partitioner.Create(0, customers, 500), range =>
        {
            for (var number = range.Item1; number < range.Item2; number++)
            {
                // Each a customer of its own, with facts that are worked out anew.
                var pattern = facts[number % Different];
                var customer = new CareFacts(
                    pattern.Customer with { Id = SyntheticPortfolio.Id(number) }, pattern.Person, pattern.Zone, pattern.Today, pattern.Decided);
                foreach (var decision in CareDeciding.Plan(customer, programme, programme.Rules, pattern.Today.AddDays(-1), to, now))
                {
                    Interlocked.Add(ref made, messages.Make(decision, rule, customer) is null ? 0 : 1);
                }
            }
        });
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return made == customers ? seconds : throw new InvalidOperationException($"{made} messages for {customers} customers.");
    }

    private async Task<object> FestivalAsync(BenchmarkOptions options, BenchmarkServer server, CareStore store)
    {
        Say("giving everybody a contact");
        await store.PrepareAsync();
        await server.CheckpointAsync();
        GC.Collect();
        var (peak, begun) = (new PeakMemory(options.Customers / 10), Stopwatch.GetTimestamp());
        await CareStore.RunAsync(store.Job(), peak);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var stored = await store.AskAsync<long>("SELECT count(*) FROM care_decision d JOIN message m ON m.key = d.message_key WHERE m.status = 'scheduled'");
        Say($"{stored} decisions stored in {seconds:F1} s, peak {peak.Megabytes:F0} MB, {peak.MegabytesAtTenth:F0} MB at a tenth");
        return stored == options.Customers
            ? new
            {
                Seconds = BenchmarkResult.Round(seconds),
                PerSecond = BenchmarkResult.Round(stored / seconds),
                PeakMegabytes = BenchmarkResult.Round(peak.Megabytes),
                PeakMegabytesAtATenth = BenchmarkResult.Round(peak.MegabytesAtTenth),
            }
            : throw new InvalidOperationException($"{stored} decisions for {options.Customers} customers.");
    }
}
