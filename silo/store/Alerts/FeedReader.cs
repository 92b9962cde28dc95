using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Alerts;

/// <summary>A number of the feed that was given out, and the transaction number before which whoever holds it or a lower one began.</summary>
internal sealed record Fence(long Last, string Transaction);

/// <summary>
/// The feed's statements. Numbers commit out of order, so a number counts only once it is settled: every transaction that
/// can hold it has ended. A commit gets its transaction number by locking its customers, and feed numbers later; so what
/// has a number up to N has a transaction number below one that is taken after N was seen, and once all those have ended,
/// all up to N that will ever be there is there. (Ordering by transaction numbers instead would tell a customer's changes in the
/// wrong order: of two silos, the one that began first may lock the customer second.)
/// </summary>
internal static class FeedReader
{
    public const int PageSize = 500;

    // Another cluster, timeline or table: numbers may mean something else. Restoring a dump makes a table anew.
    private const string EpochQuery = """
        SELECT left(encode(sha256(convert_to(concat_ws('/', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8),
            'alert_change'::regclass::oid::text), 'UTF8')), 'hex'), 8)
        FROM pg_control_system()
        """;

    private const string LastGiven = "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM alert_change_number";

    private const string Settled = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8";

    private const string Newest = "SELECT coalesce(max(id), 0) FROM alert_change WHERE id <= $1";

    private const string Entries = """
        SELECT c.id, c.change, c.former_manager, c.former_superior, to_jsonb(c.snapshot)::text, p.name,
            r.policy_version, r.class, r.score, r.tier, r.measures
        FROM alert_change c
            JOIN rating r ON r.customer_id = c.customer_id AND r.version = (c.snapshot).rating_version
            LEFT JOIN customer_person p ON p.customer_id = c.customer_id
        WHERE c.id > $1 AND c.id <= $2 ORDER BY c.id LIMIT $3
        """;

    public static async Task<string> EpochAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (string)(await connection.Command(EpochQuery).ExecuteScalarAsync(ct))!;

    public static async Task<long> LastGivenAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (long)(await connection.Command(LastGiven).ExecuteScalarAsync(ct))!;

    /// <summary>Must follow <see cref="LastGivenAsync"/>, in a transaction of its own.</summary>
    public static async Task<Fence> FenceAsync(NpgsqlConnection connection, long last, CancellationToken ct) =>
        new(last, (string)(await connection.Command("SELECT pg_current_xact_id()::text").ExecuteScalarAsync(ct))!);

    public static async Task<bool> IsSettledAsync(NpgsqlConnection connection, Fence fence, CancellationToken ct) =>
        (bool)(await connection.Command(Settled, fence.Transaction).ExecuteScalarAsync(ct))!;

    public static async Task<long> NewestAsync(NpgsqlConnection connection, long settled, CancellationToken ct) =>
        (long)(await connection.Command(Newest, settled).ExecuteScalarAsync(ct))!;

    public static async Task<List<AlertFeedEntry>> ReadAsync(NpgsqlConnection connection, long after, long last, int most, CancellationToken ct)
    {
        var entries = new List<AlertFeedEntry>();
        await using var row = await connection.Command(Entries, after, last, most).ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            entries.Add(new(
                row.GetInt64(0), row.GetString(1), row.Text(2), row.Text(3),
                row.GetString(4), new(row.GetInt32(6), row.GetString(7), row.GetInt32(8), row.GetInt16(9), row.GetFieldValue<byte[]>(10)),
                row.Text(5)));
        }

        return entries;
    }
}
