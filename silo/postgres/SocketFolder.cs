using System.Buffers;

namespace Lifecycle.Silo.Postgres;

/// <summary>The folder of the server's socket: there is no port that could clash or be reached from elsewhere.</summary>
internal sealed record SocketFolder(string Path, bool IsTemporary)
{
    private const string Name = ".s.PGSQL.5432";

    /// <summary>What a socket's path may have on every system (macOS 103 bytes, Linux 107).</summary>
    private const int Longest = 103;

    /// <summary>No commas or quotes, which mean something in connection strings and server settings.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-");

    public LockFile Lock => new(System.IO.Path.Combine(Path, Name + ".lock"));

    /// <summary>The home folder, or if its path does not do, a new short one that is the database user's own.</summary>
    public static async Task<SocketFolder> ChooseAsync(string home, Account account, CancellationToken ct)
    {
        if (!home.AsSpan().ContainsAnyExcept(Plain) && home.Length + 1 + Name.Length <= Longest)
        {
            return new SocketFolder(home, IsTemporary: false);
        }

        var made = await account.ShellAsync("mktemp -d /tmp/lifecycle.XXXXXX", [], ct);
        return made.Succeeded
            ? new SocketFolder(made.Output.TrimEnd('\n'), IsTemporary: true)
            : throw new EmbeddedPostgresException($"No folder for the database's socket could be made in /tmp: {made.Complaint}");
    }

    /// <summary>Removes what was made for this run.</summary>
    public void Remove()
    {
        if (IsTemporary && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
