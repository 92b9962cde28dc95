using Lifecycle.Api.Imports.Storing;

namespace Lifecycle.Api.Imports.Running;

/// <summary>The figures of a run: summed up chunk by chunk, recorded together with the rejections they count.</summary>
internal sealed class ImportLedger(ImportServices services, PendingImport import)
{
    private readonly List<Rejection> rejections = [];

    // A rehearsal begins anew: what it has seen of the file is not kept.
    /// <summary>How far the run has come.</summary>
    public Progress Progress { get; private set; } = import.Mode == ImportMode.Commit ? import.Progress : new();

    /// <summary>Whether the sums cannot tell duplicates from accepted before the database is asked.</summary>
    public bool MustCount { get; private set; }

    /// <summary>Adds a chunk; not recorded yet.</summary>
    public void Add(ChunkResult chunk)
    {
        Progress = new(
            Progress.Processed + chunk.Rows,
            Progress.Accepted + chunk.Accepted,
            Progress.Duplicates + chunk.Rows - chunk.Accepted - chunk.Rejections.Count,
            Progress.Rejected + chunk.Rejections.Count);
        rejections.AddRange(chunk.Rejections);
        MustCount |= chunk.MustCount;
    }

    /// <summary>Records what was added; false when the import was cancelled meanwhile.</summary>
    public async Task<bool> RecordAsync(CancellationToken ct)
    {
        if (MustCount)
        {
            await CountAsync(ct);
            MustCount = false;
        }

        var goesOn = await services.Patience.DoAsync(token => services.Table.AdvanceAsync(import.Id, Progress, rejections, token), ct);
        rejections.Clear();
        return goesOn;
    }

    private async Task CountAsync(CancellationToken ct)
    {
        var accepted = await services.Patience.DoAsync(token => services.Table.CountAcceptedAsync(import.Id, import.Kind, token), ct);

        // What carries the id may lie in chunks that are not read again yet: it counts with them.
        var sound = Progress.Processed - Progress.Rejected;
        Progress = Progress with { Accepted = Math.Min(accepted, sound), Duplicates = Math.Max(0, sound - accepted) };
    }
}
