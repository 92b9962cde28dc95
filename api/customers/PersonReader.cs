using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Customers;

/// <summary>Reads the erasable part of a customer.</summary>
internal static class PersonReader
{
    public static async Task<Person> ReadAsync(NpgsqlDataSource database, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT name, contacts::text FROM customer_person WHERE customer_id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetString(0), EventCodec.DecodeContacts(reader.GetString(1))) : new("", []);
    }
}
