using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>The messages that wait, and what became of those that were taken.</summary>
public sealed class Outbox(Database database) : IOutbox
{
    private const int PageSize = 500;

    private const string DuePage = """
        SELECT key, send_after FROM message
        WHERE status = 'scheduled' AND send_after <= $1 AND (send_after, key) > ($2, $3)
        ORDER BY send_after, key LIMIT $4
        """;

    private const string Scheduled = $"""
        SELECT {CareRows.Columns}, c.version, c.packed, coalesce(p.name, ''), coalesce(p.contacts::text, '[]'), coalesce(p.last_contact, 0)
        FROM message m
        JOIN care_decision d ON d.message_key = m.key
        JOIN customer c ON c.id = d.customer_id
        LEFT JOIN customer_person p ON p.customer_id = d.customer_id
        WHERE m.key = $1 AND m.status = 'scheduled'
        """;

    // Whatever changes a customer holds this row: facts read after it are the last committed ones.
    private const string LockCustomer = "SELECT FROM customer WHERE id = $1 FOR NO KEY UPDATE";

    private const string ClaimMessage = """
        UPDATE message SET status = 'sending', claimed_by = $2, ticket = $3, claimed_at = $4 WHERE key = $1 AND status = 'scheduled'
        """;

    private const string ReportSent = """
        WITH sent AS (
            UPDATE message SET status = 'sent' WHERE key = $1 AND ticket = $2 AND status IN ('sending', 'in_doubt')
            RETURNING key, claimed_at)
        UPDATE care_decision d SET outcome = 'sent', reason = NULL, sent_at = s.claimed_at FROM sent s WHERE d.message_key = s.key
        """;

    private const string OfOwner = "SELECT key, ticket FROM message WHERE claimed_by = $1 AND status IN ('sending', 'in_doubt') ORDER BY key";

    private const string Reschedule = """
        WITH back AS (
            UPDATE message SET status = 'scheduled' WHERE key = $1 AND ticket = $2 AND status IN ('sending', 'in_doubt')
            RETURNING key)
        UPDATE care_decision d SET outcome = 'scheduled', reason = NULL FROM back b WHERE d.message_key = b.key
        """;

    // Sending ends two hours before the day does: whoever has not reported by then is gone.
    private const string NameDoubt = """
        WITH lost AS (
            UPDATE message SET status = 'in_doubt' WHERE status = 'sending' AND claimed_by <> $1 AND expires_at <= $2
            RETURNING key)
        UPDATE care_decision d SET outcome = 'in_doubt', reason = 'sender-vanished' FROM lost l WHERE d.message_key = l.key
        """;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Due(DateTimeOffset now, [EnumeratorCancellation] CancellationToken ct)
    {
        var (after, key) = (DateTimeOffset.UnixEpoch, "");
        List<(string Key, DateTimeOffset After)> page;
        do
        {
            page = await DuePageAsync(now, after, key, ct);
            foreach (var due in page)
            {
                (key, after) = due;
                yield return key;
            }
        }
        while (page.Count == PageSize);
    }

    /// <inheritdoc/>
    public async ValueTask<Dispatch?> Find(string key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FindAsync(connection, key, ct);
    }

    /// <inheritdoc/>
    public ValueTask<bool> Claim(Dispatch seen, string owner, string ticket, DateTimeOffset now, CancellationToken ct) =>
        UnderLock(seen, batch => [(batch.Add(ClaimMessage, seen.Decision.Key.MessageKey, owner, ticket, now), 1)], ct);

    /// <inheritdoc/>
    public ValueTask<bool> Decide(Dispatch seen, CareDecision fresh, DateTimeOffset now, CancellationToken ct) =>
        UnderLock(seen, batch => CareRows.Save(batch, [fresh], now), ct);

    /// <inheritdoc/>
    public async ValueTask Sent(string key, string ticket, CancellationToken ct) => await Execute(ct, ReportSent, key, ticket);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<LeftDispatch>> Left(string owner, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(OfOwner, owner);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var left = ImmutableArray.CreateBuilder<LeftDispatch>();
        while (await reader.ReadAsync(ct))
        {
            left.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return left.ToImmutable();
    }

    /// <inheritdoc/>
    public async ValueTask GiveBack(string key, string ticket, CancellationToken ct) => await Execute(ct, Reschedule, key, ticket);

    /// <inheritdoc/>
    public ValueTask<int> Doubt(string owner, DateTimeOffset now, CancellationToken ct) => Execute(ct, NameDoubt, owner, now);

    /// <summary>Writes if, with the customer locked, everything still is as it was seen.</summary>
    private async ValueTask<bool> UnderLock(
        Dispatch seen, Func<NpgsqlBatch, List<(NpgsqlBatchCommand Command, int Rows)>> write, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command(LockCustomer, seen.Decision.Key.CustomerId).ExecuteNonQueryAsync(ct);
        if (await FindAsync(connection, seen.Decision.Key.MessageKey, ct) != seen)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection);
        var expected = write(batch);
        await batch.ExecuteNonQueryAsync(ct);
        foreach (var (command, rows) in expected)
        {
            if (command.RecordsAffected != rows)
            {
                throw new InvalidOperationException($"A message changed under its customer's lock: {command.CommandText}");
            }
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<List<(string Key, DateTimeOffset After)>> DuePageAsync(DateTimeOffset now, DateTimeOffset after, string key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(DuePage, now, after, key, PageSize);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var page = new List<(string, DateTimeOffset)>();
        while (await reader.ReadAsync(ct))
        {
            page.Add((reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return page;
    }

    private static async Task<Dispatch?> FindAsync(NpgsqlConnection connection, string key, CancellationToken ct)
    {
        await using var command = connection.Command(Scheduled, key);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        const int next = CareRows.Width;
        var decision = CareRows.Read(reader);
        var state = PackedState.Unpack(decision.Key.CustomerId, reader.GetInt64(next), reader.GetFieldValue<byte[]>(next + 1));
        var person = new Person(reader.GetString(next + 2), EventCodec.DecodeContacts(reader.GetString(next + 3)))
        {
            LastContactId = reader.GetInt32(next + 4),
        };
        return new(decision, person, state.Profile.Kind, state.Profile.TimeZone);
    }

    private async ValueTask<int> Execute(CancellationToken ct, string sql, params object[] values)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
