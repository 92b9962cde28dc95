using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Tests.Support;

/// <summary>Ports on this machine that nobody listens on.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
