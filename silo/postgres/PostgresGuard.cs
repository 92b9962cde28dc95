using Npgsql;

namespace Lifecycle.Silo.Postgres;

/// <summary>Refuses a database, ours or the user's, that would lose or garble what is entrusted to it.</summary>
public static class PostgresGuard
{
    /// <param name="database">The database to look at.</param>
    /// <param name="allowUnsafe">For tests: accept a server that does not write its commits to disk safely.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="StartupException">It is refused or cannot be reached; the message says why and what to do.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, bool allowUnsafe, CancellationToken ct)
    {
        var found = await AskAsync(database, ct);
        if (found.Version / 10_000 < Binaries.Oldest)
        {
            throw new StartupException(
                $"{found.Name} is PostgreSQL {found.Version / 10_000}: version {Binaries.Oldest} or newer is needed.");
        }

        if (found.Encoding != "UTF8")
        {
            throw new StartupException(
                $"{found.Name} is encoded as {found.Encoding}: names need UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0).");
        }

        if (!allowUnsafe && (!found.Fsync || !found.FullPageWrites))
        {
            throw new StartupException(
                $"{found.Name} runs with {(found.Fsync ? "full_page_writes" : "fsync")} off: a power cut would destroy it. Turn it on.");
        }
    }

    private static async Task<Found> AskAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var target = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var name = $"The database \"{target.Database ?? target.Username}\" at {target.Host}";
        try
        {
            await using var command = database.CreateCommand(
                """
                SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
                       current_setting('fsync')::bool, current_setting('full_page_writes')::bool
                """);
            await using var row = await command.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            return new Found(name, row.GetInt32(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3));
        }
        catch (NpgsqlException e)
        {
            throw new StartupException($"{name} cannot be used: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private sealed record Found(string Name, int Version, string Encoding, bool Fsync, bool FullPageWrites);
}
