using System.Globalization;
using Lifecycle.Store;
using Lifecycle.Store.Committing;
using MimeKit;

namespace Lifecycle.Silo.Startup;

/// <summary>What the silo is told by file, environment and command line.</summary>
/// <param name="ConnectionString">The user's PostgreSQL; null: the embedded one.</param>
/// <param name="DataDirectory">Where the silo keeps what is its own.</param>
/// <param name="TimeZone">The company's: decides the business day.</param>
/// <param name="StartAt">Where the business clock starts if it was never set.</param>
/// <param name="AllowUnsafeDatabase">For tests: a database that does not write its commits to disk safely.</param>
/// <param name="Demo">Load the sample portfolio once.</param>
/// <param name="FourEyes">Whether somebody else than the one who wrote a policy must publish it.</param>
/// <param name="CareApproval">Whether somebody else than the one who wrote a campaign must approve it.</param>
/// <param name="Templates">A folder of message templates that go before those of the program; null: none.</param>
/// <param name="MailFrom">Who messages to contacts come from.</param>
/// <param name="PublicUrl">Where contacts reach this system: what links in messages begin with.</param>
/// <param name="RequestsPerSecond">For each account; beyond it 429.</param>
/// <param name="Failpoint">For crash drills: <c>name@n</c> kills the process the n-th time a failpoint is reached.</param>
internal sealed record SiloSettings(
    string? ConnectionString, string DataDirectory, TimeZoneInfo TimeZone, DateTimeOffset? StartAt, bool AllowUnsafeDatabase,
    bool Demo, bool FourEyes, bool CareApproval, string? Templates, MailboxAddress MailFrom, Uri PublicUrl, string? Failpoint, int RequestsPerSecond, CommitOptions Commits)
{
    /// <summary>Who signs messages to contacts.</summary>
    public string SenderName => MailFrom.Name ?? MailFrom.Address;

    // A domain that can never receive: whoever sends messages on sets their own.
    private const string DefaultMailFrom = "Lifecycle <care@lifecycle.invalid>";
    private const string DefaultPublicUrl = "http://127.0.0.1:5080";
    private const string DefaultTimeZone = "Asia/Shanghai";
    private const int DefaultRequestsPerSecond = 20_000;

    /// <exception cref="StartupException">A value cannot be read; the message names its key.</exception>
    public static SiloSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Lifecycle");
        var connectionString = configuration.GetConnectionString("Lifecycle");
        var zone = section["TimeZone"] ?? DefaultTimeZone;
        if (section["Tiers:Approvers"] is not null)
        {
            // Passed over in silence, everybody might decide what some were named for.
            throw new StartupException("Lifecycle:Tiers:Approvers is gone: who decides about tiers is said by tier.review.role of the policy (docs/tiers.md).");
        }

        return new(
            string.IsNullOrWhiteSpace(connectionString) ? null : connectionString,
            Path.GetFullPath(section["DataDirectory"] ?? ".lifecycle"),
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
                ? found
                : throw new StartupException($"Lifecycle:TimeZone: this machine does not know the time zone {zone} (install tzdata, or correct the name)."),
            ReadInstant(section["Clock:StartAt"]),
            section["AllowUnsafeDatabase"] == "true",
            ReadFlag("Lifecycle:Demo", section["Demo"]),
            ReadFlag("Lifecycle:Policies:FourEyes", section["Policies:FourEyes"]),
            ReadFlag("Lifecycle:Care:Approval", section["Care:Approval"]),
            section["Templates"] is { Length: > 0 } templates ? Path.GetFullPath(templates) : null,
            ReadMailbox(section["Mail:From"] ?? DefaultMailFrom),
            ReadUrl(section["PublicUrl"] ?? DefaultPublicUrl),
            section["Failpoint"],
            section.Whole("RequestsPerSecond", DefaultRequestsPerSecond, int.MaxValue),
            ReadCommits(section.GetSection("Commits")));
    }

    private static bool ReadFlag(string key, string? text) => bool.TryParse(text ?? bool.FalseString, out var flag)
        ? flag
        : throw new StartupException($"{key}: {text} is neither true nor false.");

    private static MailboxAddress ReadMailbox(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain.Length > 0
            ? mailbox
            : throw new StartupException($"Lifecycle:Mail:From: {text} is no mailbox such as Acme Ltd <care@acme.example>.");

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new StartupException($"Lifecycle:PublicUrl: {text} is no address such as https://lifecycle.acme.example.");

    private static DateTimeOffset? ReadInstant(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new StartupException($"Lifecycle:Clock:StartAt: {text} is no instant such as 2026-01-31T08:00:00Z.");
    }

    private static CommitOptions ReadCommits(IConfigurationSection section)
    {
        var defaults = new CommitOptions();
        return defaults with
        {
            // Each needs a connection to commit on, and messages leave on others of the same pool.
            Committers = section.Whole("Committers", defaults.Committers, Database.CommitterConnections - 4),
            QueueLength = section.Whole("QueueLength", defaults.QueueLength, int.MaxValue),
            ResidentCustomers = section.Whole("ResidentCustomers", defaults.ResidentCustomers, int.MaxValue),
        };
    }
}
