using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Imports.Undoing;
using Lifecycle.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// Runs imports one at a time, oldest first: those queued, and those that an earlier process of this data folder left
/// unfinished. Another silo's are told by their file, which is not here. What is to be undone comes first, so that it can
/// be sent again right away.
/// </summary>
internal sealed class ImportWorker(ImportServices services, UndoTable undoing, ImportBell bell) : BackgroundService
{
    private static readonly TimeSpan AfterStumbling = TimeSpan.FromSeconds(1);

    private bool hasSwept;

    private static Refusal FileLost { get; } =
        new("import-file-lost", "The file is gone from the data folder; send it again. What had been taken of it stays.");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // What is unfinished stays so, for the next start.
            }
            catch (Exception e)
            {
                // Nobody else may come to harm by it: an exception that leaves here would end the silo.
                Log.Stumbled(services.Log, e);
                await Task.Delay(AfterStumbling, services.Time, stoppingToken);
            }
        }
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        await SweepOnceAsync(ct);
        while (true)
        {
            // Nothing runs here now: whatever was cancelled has come to its end.
            services.Metrics.Idle();
            await services.Patience.DoAsync(token => services.Table.EndRunsAsync(services.Spool.Id, token), ct);
            if (await services.Patience.DoAsync(undoing.NextAsync, ct) is { } undo)
            {
                await UndoAsync(undo, ct);
                continue;
            }

            var pending = await PendingAsync(ct);
            if (pending.Find(import => services.Spool.Holds(import.Id)) is { } next)
            {
                await RunAsync(next, ct);
            }
            else if (pending.Find(import => import.Spool == services.Spool.Id) is { } lost)
            {
                await LoseAsync(lost, ct);
            }
            else
            {
                await bell.HeardAsync(ct);
            }
        }
    }

    /// <summary>Before anything else, but not instead of it: a file that cannot be removed is left to the next start.</summary>
    private async Task SweepOnceAsync(CancellationToken ct)
    {
        if (!hasSwept)
        {
            var pending = await PendingAsync(ct);
            hasSwept = true;
            services.Spool.Sweep(pending.Select(import => import.Id));
        }
    }

    private Task<List<PendingImport>> PendingAsync(CancellationToken ct) => services.Patience.DoAsync(services.Table.PendingAsync, ct);

    private async Task RunAsync(PendingImport import, CancellationToken ct)
    {
        if (await services.Patience.DoAsync(token => services.Table.BeginAsync(import.Id, token), ct))
        {
            if (import is { Mode: ImportMode.Check, WasRunning: true })
            {
                await services.Patience.DoAsync(token => services.Table.ForgetAsync(import.Id, token), ct);
            }

            var fault = await TryRunAsync(import, ct);
            await FinishAsync(import, fault, ct);
        }

        services.Spool.Delete(import.Id);
    }

    /// <summary>Ends an import without its file; under the same key it can be sent again.</summary>
    private async Task LoseAsync(PendingImport import, CancellationToken ct)
    {
        await services.Patience.DoAsync(token => services.Table.ForgetRequestAsync(import.Id, token), ct);
        await FinishAsync(import, FileLost, ct);
    }

    private async Task FinishAsync(PendingImport import, Refusal? fault, CancellationToken ct)
    {
        var status = await services.Patience.DoAsync(token => services.Table.FinishAsync(import.Id, fault, token), ct);
        services.Metrics.Ended(import.Kind, import.Mode.Word(), status);
    }

    private async Task UndoAsync(PendingUndo undo, CancellationToken ct)
    {
        UndoEnd end;
        try
        {
            end = await new UndoRun(services, undoing, undo).RunAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Broke(services.Log, undo.Import, e);
            end = new(true, new("undo-broken", "The undoing broke off; the silo's log says why. Ask again."));
        }

        if (end.IsOurs && await services.Patience.DoAsync(token => undoing.FinishAsync(undo.Import, end.Fault, token), ct) is { } status)
        {
            services.Metrics.Ended(undo.Kind, ImportMetrics.Undo, status);
        }
    }

    private async Task<Refusal?> TryRunAsync(PendingImport import, CancellationToken ct)
    {
        try
        {
            var fault = await new ImportRun(services, import).RunAsync(ct);
            if (fault is not null)
            {
                Log.Failed(services.Log, import.Id, fault.Code);
            }

            return fault;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Broke(services.Log, import.Id, e);
            return new("import-broken", "The import broke off; the silo's log says why. What it had taken stays.");
        }
    }
}
