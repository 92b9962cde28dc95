using System.Net;
using Lifecycle.Silo;
using Lifecycle.Silo.Startup;

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

        var port = section["Port"] is null ? SiloPort.Of(dataDirectory, address) : section.Whole("Port", 0, IPEndPoint.MaxPort);
        var deadAfter = section.Whole("DeadAfterSeconds", DefaultDeadAfter, 3600, LeastDeadAfter);
        var idle = section.Whole("IdleSeconds", DefaultIdle, 86_400, LeastIdle);
        return new(new(address, port), TimeSpan.FromSeconds(deadAfter), TimeSpan.FromSeconds(idle));
    }

    /// <summary>Whether the database is on this machine: through a socket, or at a loopback address.</summary>
    private static bool IsHere(string connectionString)
    {
        var host = new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Host ?? "localhost";
        return host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
