using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Running;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Undoing;

/// <summary>
/// Takes an import back, customer by customer in the order of their ids, each in a commit of its own. What is done twice
/// does no harm: a run that was interrupted goes on behind the last customer that was recorded.
/// </summary>
internal sealed class UndoRun(ImportServices services, UndoTable table, PendingUndo undo)
{
    private const int Together = 4000;

    private readonly Submission submission = new(services.Customers, services.Patience);
    private readonly Origin origin = new(undo.Actor);

    /// <summary>Runs to the end; answers why some customers could not be changed, if any.</summary>
    public async Task<Refusal?> RunAsync(CancellationToken ct)
    {
        var began = services.Time.GetTimestamp();
        var total = await services.Patience.DoAsync(token => table.BeginAsync(undo, token), ct);
        Log.UndoStarted(services.Log, undo.Import, undo.Processed, total);
        await services.Patience.DoAsync(PassAsync, ct);
        Log.UndoEnded(services.Log, undo.Import, undo.Processed, undo.Failure ?? "all of them", services.Time.GetElapsedTime(began).TotalSeconds);
        return undo.Failure is { } code
            ? new(code, "Not every customer could be changed, the first for this reason. Ask again once that is mended.")
            : null;
    }

    /// <summary>From where it stands to the end; begun again where the database went away meanwhile.</summary>
    private async Task PassAsync(CancellationToken ct)
    {
        var some = new List<TouchedCustomer>(Together);
        await foreach (var customer in table.TouchedAsync(undo, ct))
        {
            some.Add(customer);
            if (some.Count == Together)
            {
                await DoAsync(some, ct);
                some.Clear();
            }
        }

        if (some.Count > 0)
        {
            await DoAsync(some, ct);
        }
    }

    private async Task DoAsync(List<TouchedCustomer> customers, CancellationToken ct)
    {
        var command = new UndoImport(services.Clock.Today, undo.Import);
        RowContent[] contents = [.. customers.SelectMany(c => Enumerable.Repeat(new RowContent(c.Id, c.Id, command), Commits(c)))];
        var (verdicts, _) = await submission.SubmitAsync(contents, origin, ct);
        undo = undo with
        {
            Through = customers[^1].Id,
            Processed = undo.Processed + customers.Count,
            Failure = undo.Failure ?? Array.Find(verdicts, verdict => verdict.Refusal is not null)?.Refusal!.Code,
        };
        await services.Patience.DoAsync(token => table.AdvanceAsync(undo, token), ct);
        Log.UndoAdvanced(services.Log, undo.Import, undo.Processed);
    }

    private static int Commits(TouchedCustomer customer) =>
        Math.Max(1, (int)((customer.Postings + UndoImport.MostPostings - 1) / UndoImport.MostPostings));
}
