using System.Net.Sockets;
using Lifecycle.Grains;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Lifecycle.Silo.Mail;

/// <summary>What an attempt came to, by how it failed. The codes are part of the published interface (docs/channels.md).</summary>
internal static class SmtpFates
{
    private const string AuthenticationCode = "smtp-auth";
    private const string BrokenCode = "smtp-broken";
    private const string TimeoutCode = "smtp-timeout";

    /// <summary>The local part of the address is not ASCII, and the server does not take that (SMTPUTF8).</summary>
    public static Delivery AddressForeign { get; } = new(DeliveryFate.Refused, "smtp-utf8");

    /// <summary>The connection did not come about: nothing was said of any message.</summary>
    public static Delivery OfOpening(Exception e) => e switch
    {
        SocketException or OperationCanceledException => Delivery.Deferred("smtp-unreachable"),
        SslHandshakeException { InnerException: TimeoutException } => Delivery.Deferred(TimeoutCode),
        SslHandshakeException => Delivery.Deferred("smtp-tls"),
        AuthenticationException => Delivery.Deferred(AuthenticationCode),
        SmtpCommandException refused => Delivery.Deferred(Code(refused)),
        TimeoutException => Delivery.Deferred(TimeoutCode),
        _ => Delivery.Deferred(BrokenCode),
    };

    /// <summary>A message was on its way over a connection that stood.</summary>
    /// <param name="isHandedOver">Whether the server may have got all of it.</param>
    public static Delivery OfSending(Exception e, bool isHandedOver) => e switch
    {
        // An answer is an answer, before the dot and after it.
        SmtpCommandException refused => OfAnswer(refused, isHandedOver),
        ServiceNotAuthenticatedException => Delivery.Deferred(AuthenticationCode),
        _ when isHandedOver => Unanswered,
        OperationCanceledException => Delivery.Cancelled,
        TimeoutException => Delivery.Deferred(TimeoutCode),
        _ => Delivery.Deferred(BrokenCode),
    };

    /// <summary>Whether a connection that lay idle may have been dead all the while: then a new one may do better.</summary>
    public static bool MayBeStale(Delivery delivery) =>
        delivery is { Fate: DeliveryFate.Deferred, Reason: BrokenCode or TimeoutCode or "smtp-421" };

    private static Delivery Unanswered { get; } = new(DeliveryFate.Unknown, "smtp-unanswered");

    private static Delivery OfAnswer(SmtpCommandException answer, bool isHandedOver) => ((int)answer.StatusCode / 100, answer.ErrorCode) switch
    {
        // The library takes 250 alone for a yes.
        (2, SmtpErrorCode.MessageNotAccepted) when isHandedOver => Delivery.Sent,

        // Who may send is a matter between the server and us, which somebody can mend; no fault of the message.
        (_, SmtpErrorCode.SenderNotAccepted) => Delivery.Deferred(Code(answer)),
        (5, _) => new(DeliveryFate.Refused, Code(answer)),
        (4, _) => Delivery.Deferred(Code(answer)),
        _ => isHandedOver ? Unanswered : Delivery.Deferred(BrokenCode),
    };

    private static string Code(SmtpCommandException answer) => FormattableString.Invariant($"smtp-{(int)answer.StatusCode}");
}
