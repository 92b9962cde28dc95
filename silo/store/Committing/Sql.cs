using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Store.Committing;

/// <summary>
/// Building batches of statements with positional parameters. A lone array must be cast to object: array covariance
/// would otherwise spread its elements over the parameters.
/// </summary>
internal static class Sql
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>Executes a batch, some commands of which must have written just so many rows.</summary>
    /// <exception cref="InvalidOperationException">One wrote another number.</exception>
    public static async Task ExecuteExactlyAsync(this NpgsqlBatch batch, IEnumerable<(NpgsqlBatchCommand Command, int Rows)> expected, CancellationToken ct)
    {
        await batch.ExecuteNonQueryAsync(ct);
        foreach (var (command, rows) in expected)
        {
            if (command.RecordsAffected != rows)
            {
                throw new InvalidOperationException($"{command.RecordsAffected} rows were written instead of {rows}: {command.CommandText}");
            }
        }
    }

    /// <summary>Every row.</summary>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlCommand query, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var found = new List<T>();
        await using (query)
        {
            await using var row = await query.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                found.Add(read(row));
            }
        }

        return found;
    }

    /// <summary>The first column of every row, a text.</summary>
    public static Task<List<string>> TextsAsync(this NpgsqlCommand query, CancellationToken ct) => query.RowsAsync(row => row.GetString(0), ct);

    /// <summary>A text that may be missing.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A value that may be missing.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    /// <summary>A parameter that may be missing.</summary>
    public static object OrNull(object? value) => value ?? DBNull.Value;

    // Arrays that may hold nulls have element types the driver cannot guess from the CLR type alone.
    private static NpgsqlParameter Parameter(object value) => value switch
    {
        DateOnly?[] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
        DateOnly[] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
        string?[] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        byte[][] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        DateTime?[] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
        Guid?[] => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
        DateTimeOffset moment => new() { Value = moment.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new() { Value = value },
    };
}
