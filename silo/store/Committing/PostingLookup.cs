using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Finds the posting that a key stands for: the one that holds it, or else the last that released it.</summary>
internal static class PostingLookup
{
    public static async Task<(long Id, Posting Posting)?> FindAsync(Database database, string source, string externalId)
    {
        await using var command = database.Readers.CreateCommand("""
            (SELECT source, external_id, customer_id, kind, cents, occurred_on, due_on, id, released
             FROM posting WHERE source = $1 AND external_id = $2 AND NOT released)
            UNION ALL
            (SELECT source, external_id, customer_id, kind, cents, occurred_on, due_on, id, released
             FROM posting WHERE source = $1 AND external_id = $2 AND released)
            ORDER BY released, id DESC
            LIMIT 1
            """);
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = externalId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(7), PostingRow.Read(reader)) : null;
    }
}
