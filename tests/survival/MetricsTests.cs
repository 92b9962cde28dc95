using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Silo.Webhooks;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Architecture;

namespace Lifecycle.Tests.Survival;

/// <summary>What the operations manual tells people to watch is what there is.</summary>
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
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name.StartsWith("lifecycle.job.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))} {value}"));
        listener.Start();

        jobs.Progress("sweep-of-this-test", new(3, null));
        listener.RecordObservableInstruments();
        jobs.Progress("sweep-of-this-test", new(7, 10));
        listener.RecordObservableInstruments();
        jobs.Ended("sweep-of-this-test", "done");
        listener.RecordObservableInstruments();

        Assert.Equal(
            ["lifecycle.job.processed sweep-of-this-test 3", "lifecycle.job.processed sweep-of-this-test 7", "lifecycle.job.total sweep-of-this-test 10",
             "lifecycle.job.runs sweep-of-this-test done 1"],
            seen);
    }

    [GeneratedRegex(@"lifecycle\.(commit|customers|job|webhook)\.[a-z]+")]
    private static partial Regex Metric();
}
