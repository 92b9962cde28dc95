using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// One run over one file, chunk after chunk. A chunk counts once its figures are recorded; a run that was interrupted
/// begins again with the first chunk that is not. What had been committed of that one answers as duplicate then; for
/// postings, which carry the id of their import, the figures are set right by counting.
/// </summary>
internal sealed class ImportRun(ImportServices services, PendingImport import)
{
    private const int MostRows = 2_000;
    private const int MostCharacters = 4 << 20;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    private readonly Submission submission = new(services.Customers, services.Patience);
    private readonly Rehearsal rehearsal = new(services.Database);
    private readonly Origin origin = new(import.Actor, import.Id);
    private readonly long began = services.Time.GetTimestamp();

    // A rehearsal begins anew: what it has seen of the file is not kept.
    private Progress progress = import.Mode == ImportMode.Commit ? import.Progress : new();
    private bool isRepeating = import.WasRunning;

    /// <summary>Runs to the end or to the cancellation; answers the fault of a file that cannot be imported.</summary>
    public async Task<Refusal?> RunAsync(CancellationToken ct)
    {
        await using var file = services.Spool.Open(import.Id);
        var fault = Survey.TryTake(file, ct, out var survey);
        RowReader reader = null!;
        fault ??= RowReader.TryOpen(file, survey, import.Kind, out reader);
        if (fault is not null)
        {
            return fault;
        }

        using (reader)
        {
            var header = survey.WantsMark ? $"\uFEFF{reader.Header.Raw}" : reader.Header.Raw;
            await services.Patience.DoAsync(token => services.Table.SurveyedAsync(import.Id, survey.Rows, header, reader.Header.Count, token), ct);
            Log.Started(services.Log, import.Id, import.Kind, import.Mode, progress.Processed, survey.Rows);
            return await RunAsync(reader, survey.Rows, ct);
        }
    }

    private async Task<Refusal?> RunAsync(RowReader reader, long total, CancellationToken ct)
    {
        reader.Skip(progress.Processed);
        for (var reported = began; ReadChunk(reader) is { Count: > 0 } rows;)
        {
            var rejections = await DoAsync(rows, ct);
            if (!await services.Patience.DoAsync(token => services.Table.AdvanceAsync(import.Id, progress, rejections, token), ct))
            {
                Log.Cancelled(services.Log, import.Id, progress.Processed);
                return null;
            }

            if (services.Time.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = services.Time.GetTimestamp();
                Log.Advanced(services.Log, import.Id, progress.Processed, total);
            }
        }

        var seconds = services.Time.GetElapsedTime(began).TotalSeconds;
        Log.Ended(services.Log, import.Id, progress.Accepted, progress.Duplicates, progress.Rejected, seconds);
        return null;
    }

    private List<ImportRow> ReadChunk(RowReader reader)
    {
        var (rows, today, characters) = (new List<ImportRow>(MostRows), services.Clock.Today, 0);
        while (rows.Count < MostRows && characters < MostCharacters && reader.TryRead(today, out var row))
        {
            rows.Add(row);
            characters += row.Raw.Length;
        }

        return rows;
    }

    /// <summary>Does a chunk and counts it; answers its rejections.</summary>
    private async Task<List<Rejection>> DoAsync(List<ImportRow> rows, CancellationToken ct)
    {
        var sound = rows.FindAll(row => row.Content is not null);
        var verdicts = import.Mode == ImportMode.Commit
            ? await CommitAsync(sound, ct)
            : await services.Patience.DoAsync(token => rehearsal.JudgeAsync(import.Kind, sound, token), ct);

        var rejections = rows.FindAll(row => row.Refusal is not null).ConvertAll(row => Reject(row, row.Refusal!));
        rejections.AddRange(sound.Zip(verdicts).Where(pair => pair.Second.Refusal is not null).Select(pair => Reject(pair.First, pair.Second.Refusal!)));
        var accepted = verdicts.Count(verdict => verdict.Status == VerdictStatus.Accepted);
        progress = new(
            progress.Processed + rows.Count,
            progress.Accepted + accepted,
            progress.Duplicates + rows.Count - accepted - rejections.Count,
            progress.Rejected + rejections.Count);
        if (isRepeating && import is { Mode: ImportMode.Commit, Kind: ImportKind.Postings })
        {
            await CountAsync(ct);
        }

        isRepeating = false;
        return rejections;
    }

    private async Task<Verdict[]> CommitAsync(List<ImportRow> rows, CancellationToken ct)
    {
        var (verdicts, resent) = await submission.SubmitAsync(rows, origin, ct);
        isRepeating |= resent;
        return verdicts;
    }

    /// <summary>Some rows were sent again, and their first answer was lost: what is in the ledger tells duplicates from accepted.</summary>
    private async Task CountAsync(CancellationToken ct)
    {
        var accepted = await services.Patience.DoAsync(token => services.Table.CountPostingsAsync(import.Id, token), ct);
        progress = progress with { Accepted = accepted, Duplicates = progress.Accepted + progress.Duplicates - accepted };
    }

    private static Rejection Reject(ImportRow row, Refusal refusal) =>
        new(row.Number, row.Line, row.Raw, row.Columns, $"{refusal.Code}: {refusal.Message}");
}
