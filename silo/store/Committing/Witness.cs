using System.Diagnostics;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>
/// What a committer leaves in every commit to recognise it by. The transaction's own number would not do: after a crash
/// of the server it may be given to somebody else, whose commit would then be taken for ours.
/// </summary>
/// <param name="Committer">One committer of one process.</param>
/// <param name="Number">Counts its attempts.</param>
internal sealed record Witness(Guid Committer, long Number)
{
    // So long is asked, over a server's restart for instance; the caller can ask as well, by repeating the request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks how a commit without a reply ended.</summary>
    /// <exception cref="OutcomeUnknownException">Nobody can be asked, or the backend still hangs in it.</exception>
    public async Task<bool> WasCommittedAsync(Database database)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await database.Committers.OpenConnectionAsync();
                await using var read = connection.Command(CommitSql.ReadWitness, Committer);
                return (long)(await read.ExecuteScalarAsync())! == Number;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
            catch (NpgsqlException e)
            {
                throw new OutcomeUnknownException(e);
            }
        }
    }

    /// <summary>Forgets what committers left that are long gone.</summary>
    internal static async Task ForgetOldAsync(Database database, CancellationToken ct)
    {
        await using var command = database.Readers.CreateCommand("DELETE FROM commit_witness WHERE written_at < now() - interval '7 days'");
        await command.ExecuteNonQueryAsync(ct);
    }
}
