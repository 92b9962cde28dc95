using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>A mail server as others write them (the package SmtpServer): it pipelines, wants a password and refuses some recipients.</summary>
internal sealed class RealSmtp : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly SmtpServer.SmtpServer server;
    private readonly Task running;
    private int sessions;

    private RealSmtp()
    {
        var endpoints = new EndpointListenerFactory();
        endpoints.EndpointStarted += (_, started) => Port = ((IPEndPoint)started.LocalEndPoint).Port;
        var services = new ServiceProvider();
        services.Add((IEndpointListenerFactory)endpoints);
        services.Add((IMessageStore)new Store(this));
        services.Add((IMailboxFilter)new Filter());
        services.Add((IUserAuthenticator)new Authenticator());
        server = new(
            new SmtpServerOptionsBuilder()
                .ServerName("localhost")
                .Endpoint(e => e.Endpoint(new(IPAddress.Loopback, 0)).AllowUnsecureAuthentication().AuthenticationRequired())
                .Build(),
            services);
        server.SessionCreated += (_, _) => Interlocked.Increment(ref sessions);
        running = server.StartAsync(end.Token);
    }

    public int Port { get; private set; }

    public int Sessions => sessions;

    public ConcurrentQueue<(string Sender, string Recipient, MimeMessage Mail)> Taken { get; } = new();

    public static RealSmtp Start() => new();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
        }

        end.Dispose();
    }

    private sealed class Store(RealSmtp server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var stream = new MemoryStream(buffer.ToArray());
            var mail = await MimeMessage.LoadAsync(stream, cancellationToken);
            if (mail.MessageId!.Contains("-0bad@", StringComparison.Ordinal))
            {
                return new(SmtpReplyCode.TransactionFailed, "spam");
            }

            server.Taken.Enqueue((transaction.From.AsAddress(), transaction.To.Single().AsAddress(), mail));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => to.User switch
        {
            "unknown" => Task.FromResult(false),
            "grey" => throw new SmtpResponseException(new SmtpResponse((SmtpReplyCode)451, "later")),
            _ => Task.FromResult(true),
        };
    }

    private sealed class Authenticator : IUserAuthenticator
    {
        public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult((user, password) == (Letters.Account.UserName, Letters.Account.Password));
    }
}
