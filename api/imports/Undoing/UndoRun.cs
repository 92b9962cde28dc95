using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Undoing;

/// <summary>How a run over an undo ended.</summary>
/// <param name="IsOurs">Whether it came to its end; else another silo was asked, and perhaps this one again since.</param>
/// <param name="Fault">Why some customers could not be changed; null: all could.</param>
internal sealed record UndoEnd(bool IsOurs, Refusal? Fault);

/// <summary>
/// Takes an import back, customer by customer in the order of their ids, each in a commit of its own. What is done twice
/// does no harm: a run that was interrupted goes on behind the last part that was recorded.
/// </summary>
internal sealed class UndoRun(ImportServices services, UndoTable table, PendingUndo undo)
{
    private const int Together = 4000;

    private readonly Submission submission = new(services.Customers, services.Patience);
    private readonly Origin origin = new(undo.Actor);

    /// <summary>Runs to the end, or until another silo takes it over: then it is not this one's to finish.</summary>
    public async Task<UndoEnd> RunAsync(CancellationToken ct)
    {
        var began = services.Time.GetTimestamp();
        if (!await services.Patience.DoAsync(token => table.BeginAsync(undo, token), ct))
        {
            return TakenOver();
        }

        services.Metrics.Progress(undo.Kind, ImportMetrics.Undo, undo.Processed, total: null);
        using var plan = await services.Patience.DoAsync(token => UndoPlan.MakeAsync(services.Database, services.Spool, undo, token), ct);
        Log.UndoStarted(services.Log, undo.Import, undo.Processed, plan.Customers);
        var isOurs = await services.Patience.DoAsync(token => table.CountedAsync(undo, plan.Customers, token), ct);
        while (isOurs && Take(plan) is { Count: > 0 } parts)
        {
            services.Metrics.Progress(undo.Kind, ImportMetrics.Undo, undo.Processed, plan.Customers);
            isOurs = await DoAsync(parts, ct);
        }

        if (!isOurs)
        {
            return TakenOver();
        }

        Log.UndoEnded(services.Log, undo.Import, undo.Processed, undo.Failure ?? "all of them", services.Time.GetElapsedTime(began).TotalSeconds);
        return new(true, undo.Failure is { } code
            ? new(code, "Not every customer could be changed, the first for this reason. Ask again once that is mended.")
            : null);
    }

    private UndoEnd TakenOver()
    {
        Log.UndoTakenOver(services.Log, undo.Import, undo.Processed);
        return new(false, null);
    }

    private static List<UndoPart> Take(UndoPlan plan)
    {
        var parts = new List<UndoPart>();
        while (parts.Count < Together && plan.Next() is { } part)
        {
            parts.Add(part);
        }

        return parts;
    }

    private async Task<bool> DoAsync(List<UndoPart> parts, CancellationToken ct)
    {
        var today = services.Clock.Today;
        var contents = parts.ConvertAll(part => new RowContent(part.CustomerId, part.CustomerId, new UndoImport(today, undo.Import, part.Postings)));
        var (verdicts, _) = await submission.SubmitAsync(contents, origin, ct);
        await services.Patience.DoAsync(token => services.Prospects.Release(parts.ConvertAll(part => part.CustomerId), token), ct);
        undo = undo with
        {
            Through = undo.Through + parts.Count,
            Processed = undo.Processed + parts.Count(part => part.IsLast),
            Failure = undo.Failure ?? Array.Find(verdicts, verdict => verdict.Refusal is not null)?.Refusal!.Code,
        };
        Log.UndoAdvanced(services.Log, undo.Import, undo.Processed);
        return await services.Patience.DoAsync(token => table.AdvanceAsync(undo, token), ct);
    }
}
