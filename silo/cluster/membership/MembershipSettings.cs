using System.Globalization;
using System.Net;
using Lifecycle.Silo;

namespace Lifecycle.Cluster.Membership;

/// <summary>Where the other silos find this one, how soon a silent one is taken for dead, and how long an idle customer is kept.</summary>
/// <param name="Endpoint">For silos alone: private, since whoever reaches it is believed.</param>
/// <param name="DeadAfter">At most about so long after it died, the others go on with its customers.</param>
/// <param name="Idle">After so long without a command a customer leaves the memory of its silo.</param>
internal sealed record MembershipSettings(IPEndPoint Endpoint, TimeSpan DeadAfter, TimeSpan Idle)
{
    private const int DefaultDeadAfter = 15;
    private const int LeastDeadAfter = 3;
    private const int DefaultIdle = 300;
    private const int LeastIdle = 2;

    /// <exception cref="StartupException">A value cannot be read; the message names its key.</exception>
    public static MembershipSettings Read(IConfiguration configuration, string dataDirectory, string connectionString)
    {
        var section = configuration.GetSection("Lifecycle:Cluster");
        var address = section["Address"] is not { } text ? IPAddress.Loopback : IPAddress.TryParse(text, out var given)
            ? given
            : throw new StartupException($"Lifecycle:Cluster:Address: {text} is no address such as 10.0.0.4.");
        if (IPAddress.IsLoopback(address) && !IsHere(connectionString))
        {
            // A silo that nobody else can reach would take the others for dead, and they it.
            throw new StartupException("Lifecycle:Cluster:Address: the database is on another machine, so other silos may be; name the address at which they reach this one.");
        }

        var port = Number(section, "Port", 1, IPEndPoint.MaxPort) ?? SiloPort.Of(dataDirectory, address);
        var seconds = Number(section, "DeadAfterSeconds", LeastDeadAfter, 3600) ?? DefaultDeadAfter;
        var idle = Number(section, "IdleSeconds", LeastIdle, 86_400) ?? DefaultIdle;
        return new(new(address, port), TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(idle));
    }

    /// <summary>Whether the database is on this machine: through a socket, or at a loopback address.</summary>
    private static bool IsHere(string connectionString)
    {
        var host = new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Host ?? "localhost";
        return host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static int? Number(IConfiguration section, string key, int least, int most) => section[key] is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartupException($"Lifecycle:Cluster:{key}: {text} is no number from {least} to {most}.");
}
