using System.Text;
using Npgsql;

namespace Lifecycle.Api.Imports.Storing;

/// <summary>
/// errors.csv: the rejected rows as they were sent, with <c>line</c> and <c>error</c> behind them. A row of too few cells
/// is filled up; one that cannot be fitted under the header stands quoted in the first cell, so that the two new columns
/// are where they belong in every row.
/// </summary>
internal sealed class ErrorFile(NpgsqlDataSource database)
{
    private const int FlushEvery = 1 << 16;

    /// <summary>Writes an import's rejections, from the database to the stream row by row.</summary>
    public async Task WriteAsync(Guid id, Stream target, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var writer = new StreamWriter(target, new UTF8Encoding(false), FlushEvery, leaveOpen: true);
        var columns = await WriteHeaderAsync(connection, id, writer, ct);

        await using var command = new NpgsqlCommand("SELECT line, raw, columns, error FROM import_rejection WHERE import_id = $1 ORDER BY row", connection);
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            await writer.WriteAsync($"{Fit(row.GetString(1), row.GetInt32(2), columns)},{row.GetInt64(0)},{Quote(row.GetString(3))}\r\n".AsMemory(), ct);
        }
    }

    /// <summary>A row as it can stand under a header of so many columns.</summary>
    internal static string Fit(string raw, int cells, int columns) => cells switch
    {
        _ when cells == columns => raw,
        > 0 when cells < columns => raw + new string(',', columns - cells),
        _ => Quote(raw) + new string(',', Math.Max(columns - 1, 0)),
    };

    private static async Task<int> WriteHeaderAsync(NpgsqlConnection connection, Guid id, StreamWriter writer, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT header, columns FROM import WHERE id = $1 AND header IS NOT NULL", connection);
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        var isKnown = await row.ReadAsync(ct);
        await writer.WriteAsync(isKnown ? $"{row.GetString(0)},line,error\r\n" : "line,error\r\n");
        return isKnown ? row.GetInt32(1) : 0;
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
