using System.Net;
using System.Net.Http.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>More than can be done: what waits is bounded, whoever comes beyond that is told at once, the others wait no longer for it.</summary>
public sealed class OverloadTests
{
    private const int QueueLength = 5;

    // The database says nothing for as long as the test wants; the silo must not give up before.
    private const string Patiently = ";Command Timeout=300;Timeout=300";

    [Fact]
    public async Task Beyond_a_full_queue_callers_are_refused_while_the_others_still_wait()
    {
        const int Callers = 60;
        using var folder = new TestFolder();
        using var valve = new Valve(await TestPostgres.CreateDatabaseAsync());
        await using var silo = await StartAsync(folder, valve);
        var gate = new Gate(silo);

        valve.FallSilent();
        var answers = Enumerable.Range(0, Callers).Select(i => new Sent($"{i}", "c1", "shipment", 10).SendAsync(gate)).ToArray();

        // While a batch is collected the queue takes others for those it lost: how many get in is a matter of moments here,
        // and exact below, where the moment is held.
        await Machine.UntilAsync(() => answers.Count(a => a.IsCompleted) >= Callers / 2, "refusals while nothing moves");
        Assert.All(answers.Where(a => a.IsCompleted), a => Assert.Equal("overloaded", a.Result));
        using var live = await silo.Client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        valve.Speak();
        var all = await Task.WhenAll(answers);
        var accepted = all.Count(a => a == "accepted");
        Assert.Equal(Callers, accepted + all.Count(a => a == "overloaded"));
        Assert.InRange(accepted, QueueLength, Callers / 2);
        Assert.Equal((long)accepted, await Db.AskAsync(valve.ConnectionString, "SELECT count(*) FROM posting"));
    }

    /// <summary>Many postings in one request wait for room in the queue; requests must not pile up behind it.</summary>
    [Fact]
    public async Task Bulk_requests_beyond_some_are_refused_while_the_others_still_wait()
    {
        const int Callers = 50;
        using var folder = new TestFolder();
        using var valve = new Valve(await TestPostgres.CreateDatabaseAsync());
        await using var silo = await StartAsync(folder, valve);

        valve.FallSilent();
        var answers = Enumerable.Range(0, Callers).Select(i => silo.Client.PostAsJsonAsync("/api/v1/postings", new
        {
            items = Enumerable.Range(0, 20).Select(j => new
            {
                customerId = "c1", source = "bulk", externalId = $"{i}-{j}", kind = "shipment", amount = 10, occurredOn = "2026-01-05",
            }),
        })).ToArray();
        await Machine.UntilAsync(() => answers.Any(a => a.IsCompleted), "refusals while nothing moves");

        valve.Speak();
        var all = await Task.WhenAll(answers);
        var refused = all.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.All(refused, r => Assert.NotNull(r.Headers.RetryAfter));
        var taken = all.Count(a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(Callers, refused.Count + taken);
        Assert.Equal(20L * taken, await Db.AskAsync(valve.ConnectionString, "SELECT count(*) FROM posting"));
    }

    /// <summary>The bound that makes a p99: whoever is let in is in the next batch but one, however many are turned away.</summary>
    [Fact]
    public async Task Whoever_is_accepted_waits_for_the_batch_in_flight_and_one_more()
    {
        const int Length = 40;
        await using var host = await StoreHost.StartAsync(options: new() { Committers = 1, QueueLength = Length });
        await host.RegisterAsync("c");
        var (held, batches) = (new Held(), 0);
        host.Failpoints.Hook = name =>
        {
            batches += name == Failpoints.Taken ? 1 : 0;
            return name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        };
        var first = Post(host, "first");
        await held.Reached;
        var answers = Enumerable.Range(0, 10 * Length).Select(i => Post(host, $"{i}")).ToArray();

        // Answered before anything moves.
        Assert.All(answers[Length..], a => Assert.Equal("overloaded", a.Result.Refusal!.Code));
        Assert.All(answers[..Length], a => Assert.False(a.IsCompleted));

        held.Release();
        Assert.Equal(VerdictStatus.Accepted, (await first).Status);
        Assert.All(await Task.WhenAll(answers[..Length]), v => Assert.Equal(VerdictStatus.Accepted, v.Status));
        Assert.Equal(2, batches);
    }

    private static Task<Verdict> Post(StoreHost host, string key) => host.Customers
        .Submit("c", new AcceptPosting(StoreHost.Today, new("test", key, "c", PostingKind.Shipment, 100, StoreHost.Today, null)), StoreHost.Origin)
        .AsTask();

    private static async Task<SiloProcess> StartAsync(TestFolder folder, Valve valve)
    {
        var silo = await SiloProcess.StartAsync(
            folder.Path, valve.ConnectionString + Patiently, "Lifecycle:Commits:Committers=1", $"Lifecycle:Commits:QueueLength={QueueLength}");
        await ProgramTests.RegisterAsync(silo, "c1");
        return silo;
    }
}
