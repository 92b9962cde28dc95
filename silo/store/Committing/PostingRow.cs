using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>A posting as a row: source, external_id, customer_id, kind, cents, occurred_on, due_on.</summary>
internal static class PostingRow
{
    public static async Task<List<Posting>> ReadAsync(NpgsqlCommand query, CancellationToken ct)
    {
        var postings = new List<Posting>();
        await using var row = await query.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            postings.Add(Read(row));
        }

        return postings;
    }

    public static Posting Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), (PostingKind)row.GetInt16(3), row.GetInt64(4),
        row.GetFieldValue<DateOnly>(5), row.Maybe<DateOnly>(6));
}
