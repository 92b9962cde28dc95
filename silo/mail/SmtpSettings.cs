using System.Net;
using Lifecycle.Silo.Startup;
using MailKit.Security;
using MimeKit;

namespace Lifecycle.Silo.Mail;

/// <summary>How to reach the server that sends mail on.</summary>
/// <param name="Security">With or without TLS; never whatever happens to be offered.</param>
/// <param name="From">Who messages come from.</param>
/// <param name="Bounce">The sender on the envelope: where what cannot be delivered is returned to.</param>
public sealed record SmtpSettings(string Host, int Port, SecureSocketOptions Security, MailboxAddress From, MailboxAddress Bounce)
{
    /// <summary>Whose certificates count.</summary>
    public SmtpTrust Trust { get; init; } = SmtpTrust.OfThisMachine;

    /// <summary>User and password; null: the server asks for none.</summary>
    public NetworkCredential? Account { get; init; }

    /// <summary>How many connections there are at most.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>How many messages go over a connection before it is closed.</summary>
    public int MessagesPerConnection { get; init; } = 100;

    /// <summary>How long a connection is kept without a message.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a connection to stand.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for each answer, and for each piece of a message to be taken.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long a server that could not be reached is not tried again.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads <c>Lifecycle:Mail</c>; null: no server is named.</summary>
    /// <exception cref="StartupException">A value cannot be used; the message names its key.</exception>
    public static SmtpSettings? Read(IConfiguration configuration, MailboxAddress from)
    {
        var mail = configuration.GetSection("Lifecycle:Mail");
        var smtp = mail.GetSection("Smtp");
        if (smtp["Host"] is not { Length: > 0 } host)
        {
            return null;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new StartupException($"{smtp.Path}:Host: {host} is no name or address of a host.");
        }

        var (security, port) = (smtp["Tls"] ?? "starttls") switch
        {
            "starttls" => (SecureSocketOptions.StartTls, 587),
            "tls" => (SecureSocketOptions.SslOnConnect, 465),
            "none" => (SecureSocketOptions.None, 25),
            var other => throw new StartupException($"{smtp.Path}:Tls: {other} is none of starttls, tls and none."),
        };
        var settings = new SmtpSettings(host, smtp.Whole("Port", port, 65_535), security, from, ReadBounce(mail) ?? from);
        return settings with
        {
            Trust = SmtpTrust.Read(smtp),
            Account = ReadAccount(smtp, isOpen: security == SecureSocketOptions.None && !IsThisMachine(host)),
            Connections = smtp.Whole("Connections", settings.Connections, 100),
            MessagesPerConnection = smtp.Whole("MessagesPerConnection", settings.MessagesPerConnection, 1_000_000),
            Idle = smtp.Seconds("IdleSeconds", settings.Idle),
            Connect = smtp.Seconds("ConnectSeconds", settings.Connect),
            Answer = smtp.Seconds("AnswerSeconds", settings.Answer),
        };
    }

    private static MailboxAddress? ReadBounce(IConfigurationSection mail)
    {
        if (mail["Bounce"] is not { Length: > 0 } text)
        {
            return null;
        }

        return MailboxAddress.TryParse(text, out var bounce) && bounce.Address == text && bounce.Domain.Length > 0
            ? bounce
            : throw new StartupException($"{mail.Path}:Bounce: {text} is no address such as bounces@acme.example.");
    }

    private static NetworkCredential? ReadAccount(IConfigurationSection smtp, bool isOpen)
    {
        var (user, password, file) = (smtp["User"], smtp["Password"], smtp["PasswordFile"]);
        if (string.IsNullOrEmpty(user))
        {
            return password is null && file is null ? null : throw new StartupException($"{smtp.Path}:User is missing beside the password.");
        }

        if ((password is null) == (file is null))
        {
            throw new StartupException($"{smtp.Path}: beside User there must be either PasswordFile or Password.");
        }

        return isOpen
            ? throw new StartupException($"{smtp.Path}:Tls: a password does not leave this machine without TLS.")
            : new(user, password ?? smtp.FileText("PasswordFile").TrimEnd('\r', '\n'));
    }

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
