using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Tests.Support;

/// <summary>A port on this machine that nobody listens on, and nobody else can take meanwhile.</summary>
internal sealed class ShutPort : IDisposable
{
    private readonly Socket held = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ShutPort() => held.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)held.LocalEndPoint!).Port;

    public void Dispose() => held.Dispose();
}
