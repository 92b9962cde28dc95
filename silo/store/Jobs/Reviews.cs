using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Jobs;

/// <summary>Due reviews, by the index on the next step day. Quarantined customers wait for people.</summary>
public sealed class Reviews(Database database) : IReviews
{
    private const string IsDue = "next_review_on <= $1 AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = customer.id)";

    /// <inheritdoc/>
    public async Task<DateOnly?> NextDue(DateOnly today, CancellationToken ct) =>
        await AskAsync($"SELECT min(next_review_on) FROM customer WHERE {IsDue}", ct, today) as DateOnly?;

    /// <inheritdoc/>
    public async Task<long> CountDue(DateOnly day, CancellationToken ct) =>
        (long)(await AskAsync($"SELECT count(*) FROM customer WHERE {IsDue}", ct, day))!;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> Due(DateOnly day, int most, CancellationToken ct) =>
        (string[])(await AskAsync($"SELECT coalesce(array_agg(id), '{{}}') FROM (SELECT id FROM customer WHERE {IsDue} LIMIT $2) due", ct, day, most))!;

    /// <inheritdoc/>
    public async Task<long> CountAll(CancellationToken ct) =>
        (long)(await AskAsync("SELECT count(*) FROM customer WHERE version > 0", ct))!;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CustomerState>> Page(string after, int most, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            """
            SELECT id, version, packed FROM customer
            WHERE version > 0 AND id > $1 AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = customer.id)
            ORDER BY id LIMIT $2
            """,
            after, most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var page = new List<CustomerState>();
        while (await reader.ReadAsync(ct))
        {
            page.Add(Unpack(reader));
        }

        return page;
    }

    private async Task<object?> AskAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(ct);
    }

    // One that cannot be read is handed on as unrated: its review puts it aside by name.
    private static CustomerState Unpack(NpgsqlDataReader row)
    {
        try
        {
            return PackedState.Unpack(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
        }
        catch (InvalidDataException)
        {
            return new CustomerState(row.GetString(0)) { IsRegistered = true };
        }
    }
}
