using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Lifecycle.Tests.Support;

/// <summary>A mail server (the package SmtpServer) that takes everything, keeps nothing, and knows how often it took which message.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<string, int> taken = new(StringComparer.Ordinal);
    private readonly Task running;
    private int count;

    private MailSink()
    {
        var endpoints = new EndpointListenerFactory();
        endpoints.EndpointStarted += (_, started) => Port = ((IPEndPoint)started.LocalEndPoint).Port;
        var services = new ServiceProvider();
        services.Add((IEndpointListenerFactory)endpoints);
        services.Add((IMessageStore)new Store(this));
        services.Add((ISmtpCommandFactory)new Commands());
        running = new SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e => e.Endpoint(new(IPAddress.Loopback, 0)).SessionTimeout(Patience)).Build(), services).StartAsync(end.Token);
    }

    public int Port { get; private set; }

    /// <summary>How many messages it has taken.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>By the key of each message, how often it was taken.</summary>
    public IReadOnlyDictionary<string, int> Taken => taken;

    public static MailSink Start() => new();

    public void Forget()
    {
        taken.Clear();
        Volatile.Write(ref count, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        end.Dispose();
    }

    private sealed class Store(MailSink sink) : MessageStore
    {
        /// <summary>Noted before it is confirmed: what a sender knows to have left was taken.</summary>
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var stream = new MemoryStream(buffer.ToArray());
            var id = (await HeaderList.LoadAsync(stream, cancellationToken))[HeaderId.MessageId]!;
            sink.taken.AddOrUpdate(id[(id.IndexOf('<', StringComparison.Ordinal) + 1)..id.IndexOf('@', StringComparison.Ordinal)], 1, (_, times) => times + 1);
            Interlocked.Increment(ref sink.count);
            return SmtpResponse.Ok;
        }
    }

    /// <summary>
    /// Not more than one command at a time: this server answers several in several packets, and the kernel keeps the second back until
    /// the first is confirmed, 40 ms for each message, in which nobody works.
    /// </summary>
    private sealed class Commands : SmtpCommandFactory
    {
        public override SmtpCommand CreateEhlo(string domainOrAddress) => new Ehlo(domainOrAddress);

        private sealed class Ehlo(string domainOrAddress) : EhloCommand(domainOrAddress)
        {
            protected override IEnumerable<string> GetExtensions(ISessionContext context) => base.GetExtensions(context).Where(e => e != "PIPELINING");
        }
    }
}
