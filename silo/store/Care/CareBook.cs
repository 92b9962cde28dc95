using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>What planning reads, and how far it has come.</summary>
public sealed class CareBook(Database database) : ICareBook
{
    // Of the candidates, whatever a plan may touch, as in a commit: a birthday that was moved was decided for another day.
    private const string Decided = $"""
        SELECT {CareRows.Columns} FROM care_decision d LEFT JOIN message m ON m.key = d.message_key
        WHERE d.customer_id IN (SELECT customer_id FROM customer_person WHERE solar_birthdays(contacts) && $1)
            AND d.occurs_on >= $2 AND d.occasion = $3
        """;

    private const string Candidates = """
        SELECT p.customer_id, p.contacts::text, c.version, c.packed
        FROM customer_person p JOIN customer c ON c.id = p.customer_id
        WHERE solar_birthdays(p.contacts) && $1 AND c.version > 0
            AND NOT EXISTS (SELECT FROM quarantine q WHERE q.customer_id = p.customer_id)
        """;

    /// <inheritdoc/>
    public async ValueTask<DateOnly?> PlannedThrough(string occasion, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command("SELECT planned_through FROM care_plan WHERE occasion = $1", occasion);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    /// <inheritdoc/>
    public async ValueTask SetPlannedThrough(string occasion, DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            """
            INSERT INTO care_plan AS p (occasion, planned_through) VALUES ($1, $2)
            ON CONFLICT (occasion) DO UPDATE SET planned_through = greatest(p.planned_through, excluded.planned_through)
            """,
            occasion, day);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CareCandidate> Birthdays(DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var written = Grains.Birthdays.Written(from, to).ToArray();
        var decided = await DecidedAsync(connection, written, new(from.Year, 1, 1), ct);
        await using var command = connection.Command(Candidates, (object)written);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var id = reader.GetString(0);
            yield return new(
                id, TimeZoneOf(id, reader), EventCodec.DecodeContacts(reader.GetString(1)),
                decided.GetValueOrDefault(id) ?? new Dictionary<CareKey, CareDecision>());
        }
    }

    private static async Task<Dictionary<string, Dictionary<CareKey, CareDecision>>> DecidedAsync(
        NpgsqlConnection connection, int[] written, DateOnly since, CancellationToken ct)
    {
        var decided = new Dictionary<string, Dictionary<CareKey, CareDecision>>(StringComparer.Ordinal);
        await using var command = connection.Command(Decided, written, since, Occasions.Birthday);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var decision = CareRows.Read(reader);
            if (!decided.TryGetValue(decision.Key.CustomerId, out var ofCustomer))
            {
                decided.Add(decision.Key.CustomerId, ofCustomer = []);
            }

            ofCustomer.Add(decision.Key, decision);
        }

        return decided;
    }

    // One customer that cannot be read must not keep all others from being greeted; its command will name it.
    private static string? TimeZoneOf(string id, NpgsqlDataReader row)
    {
        try
        {
            return PackedState.Unpack(id, row.GetInt64(2), row.GetFieldValue<byte[]>(3)).Profile.TimeZone;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
