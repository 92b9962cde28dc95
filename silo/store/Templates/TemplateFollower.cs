using Lifecycle.Store.Committing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Templates;

/// <summary>Keeps up with templates that other silos save: woken by a notification, or by itself after a while.</summary>
public sealed partial class TemplateFollower(Database database, TemplateStore store, TimeProvider time, ILogger<TemplateFollower> log) : BackgroundService
{
    private static readonly TimeSpan LooksAnyway = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // A start that fails stops what has begun: that is no failure of its own.
            }
            catch (Exception e)
            {
                Interrupted(log, e.Message);
                await Task.Delay(LooksAnyway, time, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var hinted = false;
        connection.Notification += (_, _) => hinted = true;
        await connection.Command($"LISTEN {TemplateStore.ChannelName}").ExecuteNonQueryAsync(ct);
        while (true)
        {
            hinted = false;
            await store.RefreshAsync(connection, ct);
            if (!hinted)
            {
                await connection.WaitAsync(LooksAnyway, ct);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Templates that other silos save are not seen until the database is back: {Reason}")]
    private static partial void Interrupted(ILogger log, string reason);
}
