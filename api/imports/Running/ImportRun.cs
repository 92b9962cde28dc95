using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Ordering;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Imports.Xlsx;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// One run over one file, chunk after chunk, a few of them at a time. A chunk counts once its figures are recorded; a run
/// that was interrupted begins again with the first chunk that is not. What had been committed of those under way answers
/// as duplicate then; the figures are set right by counting what carries the id of the import, once, at the end.
/// </summary>
internal sealed class ImportRun(ImportServices services, PendingImport import)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    private readonly ChunkWork work = new(services, import);
    private readonly ImportLedger ledger = new(services, import);
    private readonly Queue<Task<ChunkResult>> underWay = [];
    private readonly long began = services.Time.GetTimestamp();
    private long reported = services.Time.GetTimestamp();

    /// <summary>Runs to the end or to the cancellation; answers the fault of a file that cannot be imported.</summary>
    public async Task<Refusal?> RunAsync(CancellationToken ct)
    {
        Show(total: null);
        await using var sent = services.Spool.Open(import.Id);
        await using var sheet = Workbook.IsOne(sent) ? services.Spool.OpenScratch(import.Id, "sheet") : null;
        var file = sheet ?? sent;
        Survey survey = null!;
        var fault = (sheet is null ? null : Workbook.TryConvert(sent, sheet, ct)) ?? Survey.TryTake(file, ct, out survey);
        RecordReader records = null!;
        fault ??= RecordReader.TryOpen(file, survey, import.Kind, out records);
        if (fault is not null)
        {
            return fault;
        }

        using (records)
        {
            var header = survey.WantsMark ? $"\uFEFF{records.Header.Raw}" : records.Header.Raw;
            await services.Patience.DoAsync(token => services.Table.SurveyedAsync(import.Id, survey.Rows, header, records.Header.Count, token), ct);
            Show(survey.Rows);
            Log.Started(services.Log, import.Id, import.Kind, import.Mode, ledger.Progress.Processed, survey.Rows);
            using var ordered = new OrderedFile(records, import.Kind, import.Mode, survey.Rows, services.Spool.ScratchOf(import.Id, "sort"), ct);
            for (var done = 0L; done < ledger.Progress.Processed && ordered.Read(); done++)
            {
                ct.ThrowIfCancellationRequested();
            }

            await using var stream = new RecordStream(ordered);
            using var rows = new RowReader(stream, survey, records.Header, import.Kind);
            await RunAsync(rows, survey.Rows, ct);
            return null;
        }
    }

    private async Task RunAsync(RowReader rows, long total, CancellationToken ct)
    {
        try
        {
            await foreach (var chunk in Chunk.CutAsync(rows, () => services.Clock.Today, ct))
            {
                var most = chunk.Continues || import.Mode == ImportMode.Check ? 0 : ChunkWork.MostUnderWay - 1;
                if (!await SettleAsync(most, ct))
                {
                    return;
                }

                underWay.Enqueue(work.DoAsync(chunk, ct));
                Report(total);
            }

            if (await SettleAsync(0, ct))
            {
                await ledger.CloseAsync(ct);
                var (progress, seconds) = (ledger.Progress, services.Time.GetElapsedTime(began).TotalSeconds);
                Log.Ended(services.Log, import.Id, progress.Accepted, progress.Duplicates, progress.Rejected, seconds);
            }
        }
        finally
        {
            // Whatever ended the run, nothing of it goes on behind its back.
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Records chunks, in their order, until so many are left under way; false when the import was cancelled.</summary>
    private async Task<bool> SettleAsync(int most, CancellationToken ct)
    {
        while (underWay.Count > most)
        {
            ledger.Add(await underWay.Peek());
            _ = underWay.Dequeue();
            if (!await ledger.RecordAsync(ct))
            {
                while (underWay.TryDequeue(out var last))
                {
                    ledger.Add(await last);
                }

                await ledger.CloseAsync(ct);
                Log.Cancelled(services.Log, import.Id, ledger.Progress.Processed);
                return false;
            }
        }

        return true;
    }

    private void Show(long? total) => services.Metrics.Progress(import.Kind, import.Mode.Word(), ledger.Progress.Processed, total);

    private void Report(long total)
    {
        Show(total);
        if (services.Time.GetElapsedTime(reported) >= ReportEvery)
        {
            reported = services.Time.GetTimestamp();
            Log.Advanced(services.Log, import.Id, ledger.Progress.Processed, total);
        }
    }
}
