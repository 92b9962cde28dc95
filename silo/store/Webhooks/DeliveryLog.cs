using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Webhooks;

/// <summary>Every attempt to hand a message to a gateway, in the database.</summary>
public sealed class DeliveryLog(Database database) : IDeliveryLog
{
    private const string Insert = """
        INSERT INTO webhook_delivery (message_key, channel, attempted_at, duration_ms, status, outcome, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    /// <inheritdoc/>
    public ValueTask Add(WebhookDelivery delivery, CancellationToken ct) => ExecuteAsync(
        Insert,
        ct,
        delivery.MessageKey,
        delivery.Channel,
        delivery.At,
        (long)delivery.Took.TotalMilliseconds,
        Sql.OrNull(delivery.Status),
        delivery.Delivery.Fate.Word(),
        Sql.OrNull(delivery.Delivery.Reason));

    /// <inheritdoc/>
    public ValueTask Clear(string channel, DateTimeOffset before, CancellationToken ct) =>
        ExecuteAsync("DELETE FROM webhook_delivery WHERE channel = $1 AND attempted_at < $2", ct, channel, before);

    private async ValueTask ExecuteAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
