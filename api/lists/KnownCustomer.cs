using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>An empty list of an unknown customer would be a lie.</summary>
internal static class KnownCustomer
{
    public static async Task<bool> ExistsAsync(NpgsqlDataSource database, string id, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM customer WHERE id = $1 AND version > 0)");
        command.Parameters.Add(new() { Value = id });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
