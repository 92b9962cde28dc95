using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Running;

/// <summary>What became of a chunk.</summary>
/// <param name="MustCount">Some of it was sent twice: duplicates among it may have been accepted the first time.</param>
internal sealed record ChunkResult(int Rows, int Accepted, List<Rejection> Rejections, bool MustCount);

/// <summary>Does chunks, for real or as a rehearsal.</summary>
internal sealed class ChunkWork(ImportServices services, PendingImport import)
{
    /// <summary>How many chunks may be under way at a time: enough that no committer waits for the slowest one.</summary>
    public const int MostUnderWay = 3;

    private readonly Submission submission = new(services.Customers, services.Patience);
    private readonly Rehearsal rehearsal = new(services.Database);
    private readonly Origin origin = new(import.Actor, import.Id);

    /// <summary>Does a chunk.</summary>
    public async Task<ChunkResult> DoAsync(Chunk chunk, CancellationToken ct)
    {
        var rows = chunk.Rows;
        var sound = rows.FindAll(row => row.Content is not null);
        var (verdicts, resent) = import.Mode == ImportMode.Commit
            ? await submission.SubmitAsync(sound.ConvertAll(row => row.Content!), origin, ct)
            : (await services.Patience.DoAsync(token => rehearsal.JudgeAsync(import.Kind, sound, chunk.Continues, token), ct), false);

        var rejections = rows.FindAll(row => row.Refusal is not null).ConvertAll(row => Reject(row, row.Refusal!));
        rejections.AddRange(sound.Zip(verdicts).Where(pair => pair.Second.Refusal is not null).Select(pair => Reject(pair.First, pair.Second.Refusal!)));
        var accepted = verdicts.Count(verdict => verdict.Status == VerdictStatus.Accepted);
        return new(rows.Count, accepted, rejections, resent);
    }

    private static Rejection Reject(ImportRow row, Refusal refusal) =>
        new(row.Number, row.Line, row.Raw, row.Columns, $"{refusal.Code}: {refusal.Message}");
}
