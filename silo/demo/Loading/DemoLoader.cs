using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.Loading;

/// <summary>
/// Loads the sample portfolio once per database, beside the silo's ordinary life and through the same commands as real
/// input. Every command is idempotent, so after a kill the next start sends everything again and ends where it would have.
/// </summary>
internal sealed partial class DemoLoader(
    DemoMarker marker, DemoSubmission submission, IBusinessClock clock, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<DemoLoader> log)
    : BackgroundService
{
    // Enough to fill the commits, and little enough to leave room in the queues for everybody else.
    private const int CustomersAtOnce = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ListeningAsync(stoppingToken);
            switch (await marker.BeginAsync(stoppingToken))
            {
                case null:
                    Foreign(log);
                    break;
                case { IsComplete: true } loaded:
                    Already(log, loaded.Day);
                    break;
                case { } open:
                    await LoadAsync(open.Day, open.Seed, stoppingToken);
                    await marker.CompleteAsync(stoppingToken);
                    break;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Interrupted(log);
        }
        catch (Exception e)
        {
            // A demonstration that fails is no reason to take the silo down.
            Failed(log, e);
        }
    }

    private async Task LoadAsync(DateOnly day, int seed, CancellationToken ct)
    {
        var progress = new DemoProgress(time, log);
        using var loaded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reporting = progress.ReportAsync(loaded.Token);
        try
        {
            await Parallel.ForEachAsync(
                DemoPortfolio.Generate(day, seed),
                new ParallelOptions { MaxDegreeOfParallelism = CustomersAtOnce, CancellationToken = ct },
                async (customer, cancel) =>
                {
                    await submission.SubmitAsync(customer.Id, customer.Commands(clock.Today), cancel);
                    progress.Add(customer);
                });
        }
        finally
        {
            await loaded.CancelAsync();
            await reporting;
        }

        progress.Finish();
    }

    /// <summary>The address comes first on the console, then the progress.</summary>
    private async Task ListeningAsync(CancellationToken ct)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sample portfolio: not loaded, because this database holds other customers already")]
    private static partial void Foreign(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sample portfolio: already loaded, up to {Day}")]
    private static partial void Already(ILogger log, DateOnly day);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sample portfolio: interrupted, the next start goes on")]
    private static partial void Interrupted(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sample portfolio: stopped, the next start tries again")]
    private static partial void Failed(ILogger log, Exception reason);
}
