using Lifecycle.Api.Imports.Storing;

namespace Lifecycle.Api.Imports.Running;

/// <summary>The figures of a run: summed up chunk by chunk, recorded together with the rejections they count.</summary>
internal sealed class ImportLedger(ImportServices services, PendingImport import)
{
    private readonly List<Rejection> rejections = [];

    // Whether the sums may take for a duplicate what the import itself brought, unheard of: before a kill, or behind an answer that got lost.
    private bool mustCount = import is { Mode: ImportMode.Commit, WasRunning: true };

    /// <summary>How far the run has come. A rehearsal begins anew: what it has seen of the file is not kept.</summary>
    public Progress Progress { get; private set; } = import.Mode == ImportMode.Commit ? import.Progress : new();

    /// <summary>Adds a chunk; not recorded yet.</summary>
    public void Add(ChunkResult chunk)
    {
        Progress = new(
            Progress.Processed + chunk.Rows,
            Progress.Accepted + chunk.Accepted,
            Progress.Duplicates + chunk.Rows - chunk.Accepted - chunk.Rejections.Count,
            Progress.Rejected + chunk.Rejections.Count);
        rejections.AddRange(chunk.Rejections);
        mustCount |= chunk.MustCount;
    }

    /// <summary>Records what was added; false when the import was cancelled meanwhile.</summary>
    public async Task<bool> RecordAsync(CancellationToken ct)
    {
        var goesOn = await services.Patience.DoAsync(token => services.Table.AdvanceAsync(import.Id, Progress, rejections, token), ct);
        rejections.Clear();
        return goesOn;
    }

    /// <summary>
    /// Records the last figures, with nothing under way any more. Where the sums cannot tell, the database is asked, here and only
    /// here: it reads the whole ledger for it.
    /// </summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        await RecordAsync(ct);
        if (mustCount)
        {
            await CountAsync(ct);
            await RecordAsync(ct);
        }
    }

    private async Task CountAsync(CancellationToken ct)
    {
        var accepted = await services.Patience.DoAsync(token => services.Table.CountAcceptedAsync(import.Id, import.Kind, token), ct);

        // After a cancellation, what carries the id may lie in chunks that were not read again: it counts with them.
        var sound = Progress.Processed - Progress.Rejected;
        Progress = Progress with { Accepted = Math.Min(accepted, sound), Duplicates = Math.Max(0, sound - accepted) };
    }
}
