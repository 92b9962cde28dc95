using System.Threading.Channels;
using Lifecycle.Store.Committing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Alerts;

/// <summary>
/// Tells every silo, after a commit and from another connection, that alerts have changed: at most every 25 ms, since a
/// NOTIFY within the commits would make them queue up. Only a hint; whoever misses it looks by itself.
/// </summary>
public sealed partial class AlertHints(Database database, TimeProvider time, ILogger<AlertHints> log) : BackgroundService
{
    /// <summary>The channel that the hint is sent on.</summary>
    internal const string ChannelName = "lifecycle_alerts";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly Channel<bool> pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Alerts have changed. Never waits.</summary>
    internal void Changed() => pending.Writer.TryWrite(true);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in pending.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var connection = await database.Readers.OpenConnectionAsync(stoppingToken);
                await connection.Command($"NOTIFY {ChannelName}").ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotSent(log, e.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A hint was not sent: {Reason}")]
    private static partial void NotSent(ILogger log, string reason);
}
