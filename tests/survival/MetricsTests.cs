using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Silo.Webhooks;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Api.Imports;
using Lifecycle.Tests.Architecture;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Store;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>What the operations manual tells people to watch is what there is.</summary>
[Collection(ImportHost.Turns)]
public sealed partial class MetricsTests
{
    [Fact]
    public void The_manual_names_every_metric_and_no_other()
    {
        var published = new SortedSet<string>(StringComparer.Ordinal);
        using var commits = new CommitMetrics();
        commits.Observe(() => 0, () => 0);
        using var jobs = new JobMetrics();
        using var webhooks = new WebhookMetrics();
        using var imports = new ImportMetrics();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == CommitMetrics.Name)
            {
                published.Add(instrument.Name);
            }
        };
        listener.Start();

        var manual = File.ReadAllText(Path.Combine(Source.Root, "docs", "operations.md"));
        Assert.Equal(Metric().Matches(manual).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal), published);
    }

    [Fact]
    public void A_running_job_shows_its_progress_and_an_ended_one_how_it_ended()
    {
        using var jobs = new JobMetrics();
        var seen = new ConcurrentQueue<string>();
        using var listener = Listen("lifecycle.job.", seen);
        jobs.Progress("sweep-of-this-test", new(3, null));
        listener.RecordObservableInstruments();
        jobs.Progress("sweep-of-this-test", new(7, 10));
        listener.RecordObservableInstruments();
        jobs.Ended("sweep-of-this-test", "done");
        jobs.Left("sweep-of-this-test");
        listener.RecordObservableInstruments();

        Assert.Equal(
            ["lifecycle.job.processed sweep-of-this-test 3", "lifecycle.job.processed sweep-of-this-test 7", "lifecycle.job.total sweep-of-this-test 10",
             "lifecycle.job.runs sweep-of-this-test done 1"],
            seen);
    }

    [Fact]
    public async Task A_running_import_shows_its_progress_and_an_ended_one_how_it_ended()
    {
        await using var store = await StoreHost.StartAsync();
        await using var imports = await ImportHost.StartAsync(store);
        var seen = new ConcurrentQueue<string>();
        using var listener = Listen("lifecycle.import.", seen);
        var held = new Held();
        store.Failpoints.Hook = name => name == Failpoints.Taken ? held.HoldOnceAsync() : Task.CompletedTask;
        var first = await imports.QueueAsync(ImportKind.Customers, ImportApi.Customers);
        await held.Reached;
        listener.RecordObservableInstruments();
        Assert.Equal(["lifecycle.import.processed customers commit 0", "lifecycle.import.total customers commit 2"], seen.Order(StringComparer.Ordinal));

        var faulty = await imports.QueueAsync(ImportKind.Evaluations, "nothing\n");
        var last = await imports.QueueAsync(ImportKind.Customers, ImportApi.Customers);
        await imports.Table.CancelAsync(first, CancellationToken.None);
        held.Release();
        Assert.Equal(ImportStatus.Failed, (await imports.EndAsync(faulty)).Status);
        await imports.EndAsync(last);
        await imports.UndoAsync(last);
        await imports.UntilAsync(last, import => import.Undo!.Status == ImportStatus.Done);
        await Machine.UntilAsync(() => seen.Count >= 6, "the last of them to be counted");
        listener.RecordObservableInstruments();

        Assert.Equal(
            ["lifecycle.import.runs customers commit cancelled 1", "lifecycle.import.runs evaluations commit failed 1",
             "lifecycle.import.runs customers commit done 1", "lifecycle.import.runs customers undo done 1"],
            seen.Skip(2));
    }

    private static MeterListener Listen(string prefix, ConcurrentQueue<string> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))} {value}"));
        listener.Start();
        return listener;
    }

    [GeneratedRegex(@"lifecycle\.(commit|customers|import|job|webhook)\.[a-z]+")]
    private static partial Regex Metric();
}
