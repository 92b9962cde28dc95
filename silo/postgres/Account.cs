using System.Diagnostics;

namespace Lifecycle.Silo.Postgres;

/// <summary>The operating system's user that PostgreSQL runs as: ourselves, or <c>postgres</c> if we are root, which it refuses.</summary>
internal sealed class Account
{
    private Account(string? other) => Other = other;

    /// <summary>The user's name if it is not ourselves.</summary>
    public string? Other { get; }

    public static async Task<Account> ChooseAsync(CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new Account(null);
        }

        var known = await Command.RunAsync(new ProcessStartInfo("id", ["-u", "postgres"]), ct);
        return known is { Succeeded: true }
            ? new Account("postgres")
            : throw new EmbeddedPostgresException(
                "PostgreSQL refuses to run as root and this machine has no user \"postgres\": add one (useradd --system postgres), "
                + "start the silo as an ordinary user, or set ConnectionStrings:Lifecycle.");
    }

    /// <summary>A command of this user that knows nothing of the silo's environment, which may hold secrets and PG* variables.</summary>
    public ProcessStartInfo Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" };
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        if (Other is not null)
        {
            start.UserName = Other;
        }

        return start;
    }

    /// <summary>Runs a shell script as this user; its arguments are <c>$1</c> and so on.</summary>
    public async Task<Command> ShellAsync(string script, IEnumerable<string> arguments, CancellationToken ct, string input = "") =>
        await Command.RunAsync(Start("sh", ["-c", script, "sh", .. arguments]), ct, input)
        ?? throw new EmbeddedPostgresException("There is no shell (sh) on the PATH.");
}
