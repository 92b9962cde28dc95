using System.Diagnostics.Metrics;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Orleans;
using Orleans.Runtime;

namespace Lifecycle.Cluster.Tests;

/// <summary>A customer that nobody asks for leaves the memory of its silo, and is back with the next command.</summary>
public sealed class IdleTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Fact]
    public async Task Whoever_is_idle_leaves_and_comes_back_as_it_was_committed()
    {
        using var folder = new TestFolder();
        await using var here = await Member.StartAsync(
            folder.Path, await TestPostgres.CreateDatabaseAsync(), "Lifecycle:Cluster:IdleSeconds=2", "Lifecycle:Commits:Committers=1",
            "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z");
        using var resident = new Resident();
        await SubmitAsync(here, "idle", new ChangeProfile(Today, null, new(), new() { Name = "Idle" }, Register: true));
        await SubmitAsync(here, "idle", Shipment("idle", "1"));
        Assert.Equal(1, resident.Count);
        await Machine.UntilAsync(async () => !await IsActiveAsync(here, "idle"), "the end of an idle activation");

        // Its memory goes with the next commit.
        await SubmitAsync(here, "other", new ChangeProfile(Today, null, new(), new() { Name = "Other" }, Register: true));
        Assert.Equal(1, resident.Count);

        var back = await SubmitAsync(here, "idle", Shipment("idle", "2"));
        Assert.Equal((3L, 100_00L), (back.Rated!.Version, back.Rated.Standing.Receivable));
    }

    private static AcceptPosting Shipment(string customer, string key) => new(Today, new("test", key, customer, PostingKind.Shipment, 50_00, Today, null));

    private static async Task<Verdict> SubmitAsync(Member member, string id, Command command)
    {
        var verdict = await member.Get<ICustomers>().Submit(id, command, new("tester"));
        Assert.Equal(VerdictStatus.Accepted, verdict.Status);
        return verdict;
    }

    private static async Task<bool> IsActiveAsync(Member member, string id) =>
        (await member.Get<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Any(grain => grain.GrainId.ToString() == $"customer/{id}");

    /// <summary>The metric that tells operators how many customers are held in memory.</summary>
    private sealed class Resident : IDisposable
    {
        private readonly MeterListener listener = new();
        private int count;

        public Resident()
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == CommitMetrics.Name && instrument.Name == "lifecycle.customers.resident")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<int>((_, value, _, _) => count += value);
            listener.Start();
        }

        public int Count
        {
            get
            {
                count = 0;
                listener.RecordObservableInstruments();
                return count;
            }
        }

        public void Dispose() => listener.Dispose();
    }
}
