using System.Net;
using Lifecycle.Grains;
using Lifecycle.Silo.Mail;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>Messages for tests, and a channel to a server on this machine.</summary>
internal static class Letters
{
    public static OutgoingMessage To(string address, int number = 1, int textLength = 10) => new(
        $"birthday-2026-{number:x4}", "李娜", address, new("zh-CN", "祝您生日快乐", new string('.', textLength) + "\n.\n..\n", "<p>祝</p>"),
        DateTimeOffset.Parse("2026-06-15T08:00:00+08:00"));

    /// <summary>Patient where a server answers; short where it never does.</summary>
    public static SmtpSettings Settings(int port) =>
        new("localhost", port, SecureSocketOptions.None, new("Acme", "care@acme.example"), new("", "bounces@acme.example"))
        {
            Connect = Machine.Guard,
            Answer = Machine.Guard,
            Pause = TimeSpan.Zero,
        };

    public static SmtpChannel Open(SmtpSettings settings, TimeProvider? time = null) =>
        new(settings, time ?? TimeProvider.System, NullLogger<SmtpChannel>.Instance);

    public static Task<Delivery> SendAsync(this SmtpChannel channel, OutgoingMessage message, CancellationToken ct = default) =>
        channel.SendAsync(message, Guid.NewGuid().ToString("N"), ct).AsTask().WaitAsync(Machine.Guard, CancellationToken.None);

    public static NetworkCredential Account { get; } = new("acme", "secret");
}
