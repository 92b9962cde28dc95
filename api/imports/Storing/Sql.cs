using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Api.Imports.Storing;

/// <summary>Statements with positional parameters.</summary>
internal static class Sql
{
    /// <summary>For a statement that reads the whole ledger; the driver's own patience would take a large one for a database that is gone.</summary>
    public const int LedgerSeconds = 3600;

    public static NpgsqlCommand Command(this NpgsqlDataSource database, string text, params ReadOnlySpan<object?> values)
    {
        var command = database.CreateCommand(text);
        Fill(command.Parameters, values);
        return command;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(text, connection);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>One array is one value; by covariance it would else be taken for the list of all values.</summary>
    public static NpgsqlCommand Command<T>(this NpgsqlDataSource database, string text, T[] value) where T : class =>
        database.Command(text, [(object)value]);

    public static void Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(text);
        Fill(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Fill(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(Parameter(value));
        }
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        DateTimeOffset moment => new() { Value = moment.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new() { Value = value },
    };
}
