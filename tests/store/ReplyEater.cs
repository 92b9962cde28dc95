using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Lifecycle.Tests.Store;

/// <summary>
/// Stands between a silo and PostgreSQL. Once armed it cuts the connection that sends COMMIT: before the server sees
/// it, or after the server has carried it out and replied.
/// </summary>
internal sealed class ReplyEater : IDisposable
{
    // With its end, so that BEGIN … READ COMMITTED is none.
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT\0");

    private readonly string folder = Directory.CreateTempSubdirectory("lc").FullName;
    private readonly string server;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private int armed;
    private bool letCommitThrough;

    public ReplyEater(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        server = Path.Combine(builder.Host!, ".s.PGSQL.5432");
        builder.Host = folder;
        ConnectionString = builder.ConnectionString;
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, ".s.PGSQL.5432")));
        listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>The way through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether the cut has happened.</summary>
    public bool HasCut => armed == 2;

    public void Arm(bool letCommitThrough) => (this.letCommitThrough, armed) = (letCommitThrough, 1);

    public void Dispose()
    {
        listener.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                var upstream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await upstream.ConnectAsync(new UnixDomainSocketEndPoint(server));
                _ = new Link(this, client, upstream).RunAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private bool TakeShot() => Interlocked.CompareExchange(ref armed, 2, 1) == 1;

    private sealed class Link(ReplyEater owner, Socket client, Socket server)
    {
        private volatile bool isMuted;

        public async Task RunAsync()
        {
            await Task.WhenAny(PumpAsync(client, server, OnRequestAsync), PumpAsync(server, client, OnReplyAsync));
            client.Dispose();
            server.Dispose();
        }

        private static async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Socket, Task<bool>> pass)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var count && await pass(buffer.AsMemory(0, count), to))
                {
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The other direction has closed both.
            }
        }

        private async Task<bool> OnRequestAsync(ReadOnlyMemory<byte> bytes, Socket to)
        {
            if (bytes.Span.IndexOf(Commit) >= 0 && owner.TakeShot())
            {
                if (!owner.letCommitThrough)
                {
                    return false;
                }

                isMuted = true;
            }

            await to.SendAsync(bytes);
            return true;
        }

        private async Task<bool> OnReplyAsync(ReadOnlyMemory<byte> bytes, Socket to)
        {
            if (isMuted)
            {
                return false;
            }

            await to.SendAsync(bytes);
            return true;
        }
    }
}
