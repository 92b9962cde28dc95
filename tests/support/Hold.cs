using Npgsql;

namespace Lifecycle.Tests.Support;

/// <summary>A transaction that holds what its statement locks, until it is disposed of.</summary>
internal sealed class Hold : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private Hold(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<Hold> TakeAsync(string connectionString, string statement)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; " + statement, connection);
        await command.ExecuteNonQueryAsync();
        return new(connection);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
