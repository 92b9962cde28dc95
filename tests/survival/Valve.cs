using System.Net.Sockets;
using Npgsql;

namespace Lifecycle.Tests.Survival;

/// <summary>
/// Stands between a silo and PostgreSQL and makes the database go away: refusing, as when it is stopped, or silent, as when
/// its machine or the network hangs. What was under way when it fell silent arrives once it is open again.
/// </summary>
internal sealed class Valve : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lv").FullName;
    private readonly string server;
    private readonly List<Socket> connected = [];
    private Socket listener = null!;
    private volatile TaskCompletionSource passing = Passing();

    public Valve(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        server = Path.Combine(builder.Host!, ".s.PGSQL.5432");
        builder.Host = folder;
        ConnectionString = builder.ConnectionString;
        Listen();
    }

    /// <summary>The way through here.</summary>
    public string ConnectionString { get; }

    private string Door => Path.Combine(folder, ".s.PGSQL.5432");

    /// <summary>Cuts what is connected; nobody is let in.</summary>
    public void Refuse()
    {
        Shut();
        File.Delete(Door);
    }

    /// <summary>Lets in again after <see cref="Refuse"/>.</summary>
    public void Listen()
    {
        listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Door));
        listener.Listen();
        _ = AcceptAsync(listener);
    }

    /// <summary>Nothing passes, nobody is told.</summary>
    public void FallSilent() => passing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends <see cref="FallSilent"/>.</summary>
    public void Speak() => passing.TrySetResult();

    public void Dispose()
    {
        Shut();
        Speak();
        Directory.Delete(folder, recursive: true);
    }

    private static TaskCompletionSource Passing()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private void Shut()
    {
        lock (connected)
        {
            listener.Dispose();
            connected.ForEach(socket => socket.Dispose());
            connected.Clear();
        }
    }

    private async Task AcceptAsync(Socket door)
    {
        try
        {
            while (true)
            {
                var client = await door.AcceptAsync();
                var upstream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (connected)
                {
                    // Who was let in just before the door was shut is cut off with the others.
                    if (door.SafeHandle.IsClosed)
                    {
                        client.Dispose();
                        upstream.Dispose();
                        return;
                    }

                    connected.AddRange(client, upstream);
                }

                _ = LinkAsync(client, upstream);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The door is shut.
        }
    }

    private async Task LinkAsync(Socket client, Socket upstream)
    {
        if (await TryConnectAsync(upstream))
        {
            await Task.WhenAny(PumpAsync(client, upstream), PumpAsync(upstream, client));
        }

        client.Dispose();
        upstream.Dispose();
        lock (connected)
        {
            connected.Remove(client);
            connected.Remove(upstream);
        }
    }

    // Whom the server turns away is turned away here; the others come in all the same.
    private async Task<bool> TryConnectAsync(Socket upstream)
    {
        try
        {
            await upstream.ConnectAsync(new UnixDomainSocketEndPoint(server));
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await passing.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other direction has closed both.
        }
    }
}
