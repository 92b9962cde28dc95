using System.Globalization;
using System.Security.Cryptography;

namespace Lifecycle.Silo.Postgres;

/// <summary>The database cluster and what lies beside it in its home folder.</summary>
internal sealed record Cluster(string Home)
{
    public const string Superuser = "lifecycle";

    /// <summary>Code point order everywhere: an order that an update of the system's locales changes would break indexes.</summary>
    private static string Locale => OperatingSystem.IsMacOS() ? "--locale=C" : "--locale=C.UTF-8";

    /// <summary>PostgreSQL's data directory; its real path once it is made.</summary>
    public string Directory { get; private init; } = Path.Combine(Home, "cluster");

    public LockFile Lock => new(Path.Combine(Directory, "postmaster.pid"));

    public string Logs => Path.Combine(Home, "log");

    /// <summary>What the server prints before its own log is open.</summary>
    public string StartLog => Path.Combine(Home, "start.log");

    public string Password => File.ReadAllText(Path.Combine(Home, "password"));

    /// <summary>PostgreSQL's major version, which the binaries must share; null before there is a cluster.</summary>
    public int? Major => ExistsIn(Home)
        ? int.Parse(File.ReadAllText(Path.Combine(Directory, "PG_VERSION")), CultureInfo.InvariantCulture)
        : null;

    public static bool ExistsIn(string home) => System.IO.Directory.Exists(Path.Combine(home, "cluster"));

    /// <summary>Makes the cluster unless it exists. What a kill leaves half made is under another name and made anew.</summary>
    public async Task<Cluster> EnsureAsync(Binaries binaries, Account account, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (!ExistsIn(Home))
        {
            await MakeAsync(binaries, account, options, ct);
        }

        // Someone may have moved it to another disk and left a link; running servers are recognised by the real path.
        var entered = await account.ShellAsync("cd \"$1\" && pwd -P", [Directory], ct);
        return entered.Succeeded
            ? this with { Directory = entered.Output.TrimEnd('\n') }
            : throw new EmbeddedPostgresException($"The database in {Directory} cannot be entered: {entered.Complaint}");
    }

    private async Task MakeAsync(Binaries binaries, Account account, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        string[] arguments =
        [
            Home, binaries.InitDb, "-D", "cluster.new", "-E", "UTF8", Locale, "-A", "scram-sha-256",
            "-U", Superuser, "--pwfile=password", .. options.FastAndUnsafe ? ["--no-sync"] : Array.Empty<string>(),
        ];
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var made = await account.ShellAsync(Make, arguments, ct, password)
            .OrSay(options.Progress, $"Making a new database in {Directory} (PostgreSQL {binaries.Version})");
        if (!made.Succeeded)
        {
            throw new EmbeddedPostgresException($"initdb could not make a database in {Home}: {made.Complaint}");
        }
    }

    /// <summary>The rename says "complete", so it must be on disk before anything is written that one would miss.</summary>
    private const string Make =
        """
        umask 077
        cd "$1" && shift && cat >password && rm -rf cluster.new && "$@" && mv cluster.new cluster && sync .
        """;
}
