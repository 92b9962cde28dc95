using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Running;

/// <summary>What a rehearsal reads, a chunk at a time.</summary>
internal static class RehearsalSql
{
    /// <summary>The postings that hold the keys of these.</summary>
    public static async Task<Dictionary<(string Source, string ExternalId), Posting>> StoredAsync(
        NpgsqlDataSource database, Posting[] postings, CancellationToken ct)
    {
        await using var command = database.Command(
            """
            SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on
            FROM unnest($1, $2) AS key (source, external_id)
            JOIN posting p ON p.source = key.source AND p.external_id = key.external_id AND NOT p.released
            """,
            Array.ConvertAll(postings, p => p.Source), Array.ConvertAll(postings, p => p.ExternalId));
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<(string, string), Posting>();
        while (await row.ReadAsync(ct))
        {
            found[(row.GetString(0), row.GetString(1))] = new(
                row.GetString(0), row.GetString(1), row.GetString(2), (PostingKind)row.GetInt16(3), row.GetInt64(4),
                row.GetFieldValue<DateOnly>(5), row.Maybe<DateOnly>(6));
        }

        return found;
    }

    /// <summary>The states of these customers; null for one that cannot be read.</summary>
    public static async Task<Dictionary<string, CustomerState?>> StatesAsync(NpgsqlDataSource database, string[] ids, CancellationToken ct)
    {
        await using var command = database.Command("SELECT id, version, packed FROM customer WHERE id = ANY($1) AND version > 0", ids);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, CustomerState?>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            try
            {
                found[row.GetString(0)] = PackedState.Unpack(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
            }
            catch (InvalidDataException)
            {
                found[row.GetString(0)] = null;
            }
        }

        return found;
    }

    /// <summary>Names and contacts of these customers.</summary>
    public static async Task<Dictionary<string, Person>> PersonsAsync(NpgsqlDataSource database, string[] ids, CancellationToken ct)
    {
        await using var command = database.Command("SELECT customer_id, name, contacts::text, last_contact FROM customer_person WHERE customer_id = ANY($1)", ids);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, Person>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            found[row.GetString(0)] = new(row.GetString(1), EventCodec.DecodeContacts(row.GetString(2)))
            {
                LastContactId = row.GetInt32(3),
            };
        }

        return found;
    }
}
