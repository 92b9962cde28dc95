using Microsoft.Extensions.Hosting;

namespace Lifecycle.Store;

/// <summary>Does the same again and again while the silo lives. What fails is told, and done again the next time.</summary>
/// <param name="every">By the time that passes, whatever the machine's clock says meanwhile.</param>
public abstract class PeriodicService(TimeSpan every, TimeProvider time) : BackgroundService
{
    /// <summary>What is to be done each time.</summary>
    protected abstract Task DoAsync(CancellationToken ct);

    /// <summary>Tells that it could not be done.</summary>
    protected abstract void Tell(string reason);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DoAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Tell(e.Message);
            }
        }
    }
}
