using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>How many rows a list has, before paging.</summary>
internal static class Count
{
    /// <summary>Asks with the filter's parameters, which the page's own statement keeps.</summary>
    public static async Task<long> OfAsync(NpgsqlDataSource database, string sql, NpgsqlCommand filtered, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        foreach (NpgsqlParameter parameter in filtered.Parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
