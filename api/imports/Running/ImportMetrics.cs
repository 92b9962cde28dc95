using System.Diagnostics.Metrics;

namespace Lifecycle.Api.Imports.Running;

/// <summary>What to watch of the imports that run in this silo; named in the operations manual.</summary>
internal sealed class ImportMetrics : IDisposable
{
    /// <summary>The word for taking an import back, where the others are its modes.</summary>
    public const string Undo = "undo";

    // The meter of everything that this program measures.
    private readonly Meter meter = new("Lifecycle");
    private readonly Counter<long> runs;
    private volatile Running? running;

    /// <summary>Once per silo.</summary>
    public ImportMetrics()
    {
        runs = meter.CreateCounter<long>("lifecycle.import.runs", "{run}", "Imports and undos that ended, by kind, work and status.");
        meter.CreateObservableGauge(
            "lifecycle.import.processed", () => Show(run => run.Processed), "{item}", "What the run here has done: rows, or customers of an undo.");
        meter.CreateObservableGauge(
            "lifecycle.import.total", () => Show(run => run.Total), "{item}", "What the run here has to do; absent while nobody knows.");
    }

    /// <summary>How far the run here is; there is one at a time.</summary>
    /// <param name="work">The mode of an import, or <see cref="Undo"/>.</param>
    /// <param name="processed">Rows, or customers of an undo.</param>
    public void Progress(ImportKind kind, string work, long processed, long? total) => running = new(kind, work, processed, total);

    /// <summary>Nothing runs here any more, whether it has ended or not.</summary>
    public void Idle() => running = null;

    /// <summary>A run has ended.</summary>
    /// <param name="status">As in the resource.</param>
    public void Ended(ImportKind kind, string work, string status) =>
        runs.Add(1, new("kind", kind.Word()), new("work", work), new("status", status));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Show(Func<Running, long?> read) =>
        running is { } run && read(run) is { } value ? [new(value, Tags(run.Kind, run.Work))] : [];

    private static KeyValuePair<string, object?>[] Tags(ImportKind kind, string work) => [new("kind", kind.Word()), new("work", work)];

    private sealed record Running(ImportKind Kind, string Work, long Processed, long? Total);
}
