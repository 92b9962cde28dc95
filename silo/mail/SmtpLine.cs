using System.Net.Sockets;
using Lifecycle.Grains;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Lifecycle.Silo.Mail;

/// <summary>A connection to the server over which one message goes after the other.</summary>
internal sealed class SmtpLine : IDisposable
{
    private readonly SmtpSettings settings;
    private readonly SmtpClient client;
    private bool mustEnd;

    private SmtpLine(SmtpSettings settings, SmtpClient client) => (this.settings, this.client) = (settings, client);

    /// <summary>How many messages went over it.</summary>
    public int Messages { get; private set; }

    /// <summary>When it was last used, as <see cref="TimeProvider.GetTimestamp"/> tells.</summary>
    public long UsedAt { get; set; }

    /// <summary>Whether it can take another message.</summary>
    public bool IsOpen => client.IsConnected && !mustEnd && Messages < settings.MessagesPerConnection;

    /// <summary>Connects and signs in. Throws what <see cref="SmtpFates.OfOpening"/> knows.</summary>
    public static async Task<SmtpLine> OpenAsync(SmtpSettings settings, CancellationToken ct)
    {
        var socket = await ConnectAsync(settings, ct);
        var client = new SmtpClient
        {
            Timeout = (int)settings.Answer.TotalMilliseconds,
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = settings.Trust.Accepts,
        };
        try
        {
            await GreetAsync(client, socket, settings, ct);
            await SignInAsync(client, settings, ct);
            return new(settings, client);
        }
        catch
        {
            client.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message. Whatever the server or the network does is an answer.</summary>
    public async Task<Delivery> SendAsync(MimeMessage mail, CancellationToken ct)
    {
        var to = mail.To.Mailboxes.Single();
        if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && !to.LocalPart.All(char.IsAscii))
        {
            return SmtpFates.AddressForeign;
        }

        using var handover = new Handover(ct);
        Messages++;
        try
        {
            await client.SendAsync(mail, settings.Bounce, [to], handover.Token, handover);
            return Delivery.Sent;
        }
        catch (Exception e)
        {
            mustEnd |= e is SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable };
            return SmtpFates.OfSending(e, handover.IsDone);
        }
    }

    /// <summary>Says good-bye and closes it.</summary>
    public async Task EndAsync()
    {
        using (client)
        {
            using var patience = new CancellationTokenSource(settings.Connect);
            try
            {
                await client.DisconnectAsync(quit: true, patience.Token);
            }
            catch (Exception e) when (e is IOException or TimeoutException or SocketException or InvalidOperationException)
            {
                // Nothing depends on a good-bye.
            }
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<Socket> ConnectAsync(SmtpSettings settings, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(settings.Connect);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, patience.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task GreetAsync(SmtpClient client, Socket socket, SmtpSettings settings, CancellationToken ct)
    {
        try
        {
            await client.ConnectAsync(socket, settings.Host, settings.Port, settings.Security, ct);
        }
        catch (NotSupportedException e)
        {
            throw new SslHandshakeException("The server does not offer STARTTLS.", e);
        }
    }

    private static async Task SignInAsync(SmtpClient client, SmtpSettings settings, CancellationToken ct)
    {
        if (settings.Account is not { } account)
        {
            return;
        }

        try
        {
            await client.AuthenticateAsync(account, ct);
        }
        catch (NotSupportedException e)
        {
            throw new AuthenticationException("The server offers no way to sign in that is known here.", e);
        }
    }
}
