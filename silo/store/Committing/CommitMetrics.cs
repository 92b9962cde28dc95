using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lifecycle.Store.Committing;

/// <summary>What to watch of the commits; named in the operations manual.</summary>
public sealed class CommitMetrics : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Lifecycle";

    private readonly Meter meter = new(Name);
    private readonly ActivitySource activities = new(Name);
    private readonly Histogram<int> batchItems;
    private readonly Histogram<double> duration;
    private readonly Counter<long> retries;
    private readonly Counter<long> verdicts;

    /// <summary>Once per silo.</summary>
    public CommitMetrics()
    {
        batchItems = meter.CreateHistogram<int>("lifecycle.commit.items", "{item}", "Commands committed together.");
        duration = meter.CreateHistogram<double>("lifecycle.commit.duration", "s", "From taking a batch to its durable end.");
        retries = meter.CreateCounter<long>("lifecycle.commit.retries", "{attempt}", "Attempts that failed, by reason.");
        verdicts = meter.CreateCounter<long>("lifecycle.commit.verdicts", "{command}", "Commands answered, by status.");
    }

    internal Activity? Begin() => activities.StartActivity("commit");

    internal void Committed(List<WorkItem> items, TimeSpan took)
    {
        batchItems.Record(items.Count);
        duration.Record(took.TotalSeconds);
    }

    internal void Failed(FailureKind kind) => retries.Add(1, new KeyValuePair<string, object?>("reason", kind.ToString()));

    internal void Answered(Lifecycle.Grains.VerdictStatus status) => verdicts.Add(1, new KeyValuePair<string, object?>("status", status.ToString()));

    /// <summary>Says where to read what is no event; once.</summary>
    public void Observe(Func<int> queued, Func<int> resident)
    {
        meter.CreateObservableGauge("lifecycle.commit.queue", queued, "{command}", "Commands that wait.");
        meter.CreateObservableGauge("lifecycle.customers.resident", resident, "{customer}", "Customers held in memory.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        meter.Dispose();
        activities.Dispose();
    }
}
