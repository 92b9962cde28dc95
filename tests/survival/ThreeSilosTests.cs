using System.Net;
using Lifecycle.Tests.Api.Alerts;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// Three silos on one database, all of them under load on one customer and on many, one of them killed: whatever was
/// acknowledged by whom is there once, streams tell everything everywhere, jobs run once, reads are never behind.
/// </summary>
public sealed class ThreeSilosTests(ITestOutputHelper output)
{
    // Runs of the same job that were at it at the same time, whichever silo ran them. That none is run in two places is shown elsewhere.
    private const string Overlapping = """
        SELECT count(*) FROM job_run a JOIN job_run b ON a.name = b.name AND a.id < b.id
            AND tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)
        """;

    [Fact]
    public async Task Under_load_and_with_one_less()
    {
        var random = LongForm.Random(output, 7);
        await using var cluster = await Cluster.StartAsync();
        var streams = await Task.WhenAll(cluster.Silos.Select(silo => EventStream.OpenAsync(silo)));
        var traffic = await Traffic.StartAsync(random.Next(1000), customers: 8, clients: 9, [.. cluster.Silos.Select(silo => new Gate(silo))]);
        using var reading = new CancellationTokenSource();
        var reads = ReadAsync(cluster.Silos[..2], reading.Token);
        await cluster.IsFreshAsync();

        await traffic.UntilMoreAsync(random.Next(100, 300));
        foreach (var _ in LongForm.Rounds(shortly: 1))
        {
            await traffic.UntilMoreAsync(100);
        }

        await cluster.Silos[2].KillAsync();
        await traffic.UntilMoreAsync(100);
        await traffic.StopAsync();
        await reading.CancelAsync();
        output.WriteLine($"{traffic.Acknowledged.Count} acknowledged, {traffic.Lost} without an answer, {await reads} reads, {string.Join(", ", traffic.Refusals)}");

        await Books.AgreeAsync(cluster.Silos[0], traffic);
        await Books.AgreeAsync(cluster.Silos[1], traffic);
        await StreamsAgreeAsync(streams, (long)(await Db.AskAsync(cluster.Database, "SELECT count(*) FROM alert_change"))!);
        Assert.Equal(0L, await Db.AskAsync(cluster.Database, Overlapping));
    }

    [Fact]
    public async Task A_job_asked_for_everywhere_runs_in_one_place_at_a_time()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.IsFreshAsync();
        Assert.All(await Task.WhenAll(cluster.Silos.Select(silo => SleepTests.RunAsync(silo, "re-rate?scope=all"))), end => Assert.Equal("done", end));
        Assert.Equal(3L, await Db.AskAsync(cluster.Database, "SELECT count(*) FROM job_run WHERE name = 're-rate'"));
        Assert.Equal(0L, await Db.AskAsync(cluster.Database, Overlapping));
    }

    /// <summary>Asks one silo after the other for the customer that changes most: an answer that is older than the one before is stale.</summary>
    private static async Task<int> ReadAsync(SiloProcess[] silos, CancellationToken ct)
    {
        var (count, newest) = (0, 0L);
        for (; !ct.IsCancellationRequested; count++)
        {
            using var response = await silos[count % silos.Length].Client.GetAsync("/api/v1/customers/c0", CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                continue;
            }

            response.EnsureSuccessStatusCode();
            var version = long.Parse(response.Headers.ETag!.Tag.Trim('"'));
            Assert.True(version >= newest, $"version {version} after {newest}");
            newest = version;
        }

        return count;
    }

    private static async Task StreamsAgreeAsync(EventStream[] streams, long changes)
    {
        Assert.NotEqual(0, changes);
        var told = await Task.WhenAll(streams[..2].Select(async stream => (await stream.TakeAsync((int)changes)).Select(e => (e.Id, e.ToString())).ToList()));
        Assert.Equal(changes, told[0].Select(e => e.Id).Distinct().Count());
        Assert.Equal(told[0], told[1]);

        // The killed one told the beginning of the same.
        var begun = new List<(string, string)>();
        while (await streams[2].NextAsync() is { } e)
        {
            begun.Add((e.Id, e.ToString()));
        }

        Assert.Equal(told[0][..begun.Count], begun);
        Array.ForEach(streams, stream => stream.Dispose());
    }

    private sealed class Cluster : IAsyncDisposable
    {
        private readonly TestFolder folder = new();

        private Cluster(string database) => Database = database;

        public string Database { get; }

        public SiloProcess[] Silos { get; private set; } = [];

        public static async Task<Cluster> StartAsync()
        {
            var cluster = new Cluster(await TestPostgres.CreateDatabaseAsync());
            var first = await SiloProcess.StartAsync(
                Path.Combine(cluster.folder.Path, "0"), cluster.Database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"); // far from midnight
            cluster.Silos = [first, .. await Task.WhenAll(Enumerable.Range(1, 2).Select(i => cluster.StartAsync(first, $"{i}")))];
            return cluster;
        }

        /// <summary>A write acknowledged by one is seen by the next at once.</summary>
        public async Task IsFreshAsync()
        {
            await Patiently.RegisterAsync(Silos[0], "fresh", creditLimit: 5000);
            for (var i = 1; i <= 15; i++)
            {
                await Patiently.ShipAsync(Silos[i % 3], "fresh", $"fresh-{i}");
                var seen = await Patiently.ReadAsync(Silos[(i + 1) % 3], "/customers/fresh");
                Assert.Equal(i * 50m, seen.GetProperty("receivable").GetDecimal());
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var silo in Silos)
            {
                await silo.DisposeAsync();
            }

            folder.Dispose();
        }

        // Accounts are in the database: all silos are signed in to with the token of the first.
        private Task<SiloProcess> StartAsync(SiloProcess first, string name)
        {
            var path = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
            File.Copy(Path.Combine(first.DataDirectory, "admin.json"), Path.Combine(path, "admin.json"));
            return SiloProcess.StartAsync(path, Database);
        }
    }
}
