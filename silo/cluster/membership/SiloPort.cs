using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Cluster.Membership;

/// <summary>
/// A free port, kept in the data folder: a silo that comes back at the same place is known to have been dead in between,
/// so nobody waits for its predecessor.
/// </summary>
internal static class SiloPort
{
    private const string FileName = "cluster.port";

    public static int Of(string dataDirectory, IPAddress address)
    {
        var file = Path.Combine(dataDirectory, FileName);
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var kept) && TryBind(address, kept) is { } again)
        {
            return again;
        }

        var port = TryBind(address, 0) ?? throw new Silo.StartupException($"Lifecycle:Cluster:Address: {address} is no address of this machine.");
        File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }

    private static int? TryBind(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
