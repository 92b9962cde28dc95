using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Makes failed messages scheduled ones again, under their customer's lock.</summary>
public sealed class Replays(Database database) : IReplays
{
    private static readonly Refusal Unknown = new("message-not-found", "There is no message to a gateway with this key.", "key");
    private static readonly Refusal NotFailed = new("message-not-failed", "The message did not fail: it is sent, on its way, or decided otherwise.", "key");
    private static readonly Refusal Expired = new("message-expired", "The message expired: what it was about is over.", "key");

    // Whatever changes a decision holds the row of its customer.
    private const string Lock = """
        SELECT c.id FROM care_decision d JOIN customer c ON c.id = d.customer_id
        WHERE d.message_key = $1 AND d.channel = ANY($2) FOR NO KEY UPDATE OF c
        """;

    private const string Find = "SELECT outcome, expires_at FROM care_decision WHERE message_key = $1";

    // The hour that it was planned for has passed, so it is due; a later one that a retry had set counts no more.
    private const string Reschedule = """
        WITH again AS (
            UPDATE care_decision SET outcome = 'scheduled', reason = NULL, decided_at = $2 WHERE message_key = $1
            RETURNING message_key, send_after, expires_at)
        INSERT INTO message (key, status, send_after, expires_at) SELECT message_key, 'scheduled', send_after, expires_at FROM again
        ON CONFLICT (key) DO UPDATE SET status = 'scheduled', send_after = excluded.send_after, expires_at = excluded.expires_at
        """;

    /// <inheritdoc/>
    public async ValueTask<Verdict> Replay(string key, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var locked = connection.Command(Lock, key, (object)new[] { CareChannels.Sms, CareChannels.Wecom });
        if (await locked.ExecuteScalarAsync(ct) is null)
        {
            return Refused(Unknown);
        }

        switch (await FindAsync(connection, key, ct))
        {
            case ("scheduled", _):
                return new(VerdictStatus.Duplicate, null, null);
            case ("failed" or "in_doubt", var expires) when expires > now:
                await using (var reschedule = connection.Command(Reschedule, key, now))
                {
                    await reschedule.ExecuteNonQueryAsync(ct);
                }

                await transaction.CommitAsync(ct);
                return new(VerdictStatus.Accepted, null, null);
            case ("failed" or "in_doubt", _):
                return Refused(Expired);
            default:
                return Refused(NotFailed);
        }
    }

    private static Verdict Refused(Refusal refusal) => new(VerdictStatus.Refused, refusal, null);

    private static async Task<(string Outcome, DateTimeOffset ExpiresAt)> FindAsync(NpgsqlConnection connection, string key, CancellationToken ct)
    {
        await using var command = connection.Command(Find, key);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1));
    }
}
