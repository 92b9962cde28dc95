using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Silo.Postgres;

/// <summary>Finds the folder that holds everything of the embedded PostgreSQL and makes it the database user's own.</summary>
internal static class Home
{
    /// <summary>The folder's real path (links resolved: running servers are recognised by it).</summary>
    public static async Task<string> PrepareAsync(
        string dataDirectory, Account account, Action<string> progress, CancellationToken ct)
    {
        var inside = Path.Combine(dataDirectory, "postgres");
        var aside = Aside(dataDirectory);
        var filled = Cluster.ExistsIn(inside);

        // Never start an empty database beside an existing one: where there is a cluster, it is that or nothing.
        if (filled || account.Other is null || !Cluster.ExistsIn(aside))
        {
            if (await EnterAsync(inside, filled, account, ct) is { } home)
            {
                return home;
            }

            if (filled || account.Other is null)
            {
                throw new EmbeddedPostgresException(
                    $"{inside} cannot be used by {account.Other ?? Environment.UserName}, the user that PostgreSQL would run as: "
                    + "start the silo as the folder's owner, or hand the folder over with chown -R.");
            }
        }

        progress($"The user {account.Other} cannot enter {dataDirectory}: the database is in {aside}");
        return await EnterAsync(aside, Cluster.ExistsIn(aside), account, ct)
            ?? throw new EmbeddedPostgresException($"The user {account.Other} can use neither {inside} nor {aside}.");
    }

    private static string Aside(string dataDirectory) => Path.Combine(
        "/var/lib/lifecycle", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..16]);

    private static async Task<string?> EnterAsync(string home, bool filled, Account account, CancellationToken ct)
    {
        if (!filled)
        {
            await Command.RunAsync(
                new ProcessStartInfo("sh", ["-c", Make, "sh", home, account.Other is null ? "" : account.Other + ":"]), ct);
        }

        var entered = await account.ShellAsync("cd \"$1\" && [ -w . ] && pwd -P", [home], ct);
        return entered.Succeeded ? entered.Output.TrimEnd('\n') : null;
    }

    /// <summary>
    /// Parents stay open to be passed through whatever our umask; the folder itself is its owner's alone. One that holds
    /// something already is left as it is: it may not be ours.
    /// </summary>
    private const string Make =
        """
        umask 022
        mkdir -p "$1" && [ -z "$(ls -A "$1")" ] && chmod 700 "$1" && { [ -z "$2" ] || chown "$2" "$1"; }
        """;
}
