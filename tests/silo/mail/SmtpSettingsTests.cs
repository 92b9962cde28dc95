using Lifecycle.Silo;
using Lifecycle.Silo.Mail;
using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>The mail server as it is configured.</summary>
public sealed class SmtpSettingsTests
{
    [Fact]
    public void Little_needs_to_be_said()
    {
        Assert.Null(Read());
        var settings = Read("Smtp:Host=mail.example")!;
        Assert.Equal(
            ("mail.example", 587, SecureSocketOptions.StartTls, "care@acme.example"), (settings.Host, settings.Port, settings.Security, settings.Bounce.Address));
        Assert.Equal((4, 10, 60, 30), (settings.Connections, settings.Connect.TotalSeconds, settings.Answer.TotalSeconds, settings.Idle.TotalSeconds));
        Assert.Equal((465, SecureSocketOptions.SslOnConnect), (Read("Smtp:Host=m", "Smtp:Tls=tls")!.Port, Read("Smtp:Host=m", "Smtp:Tls=tls")!.Security));
        Assert.Equal((25, SecureSocketOptions.None), (Read("Smtp:Host=m", "Smtp:Tls=none")!.Port, Read("Smtp:Host=m", "Smtp:Tls=none")!.Security));
    }

    [Fact]
    public void A_password_comes_from_a_file_or_a_setting()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Path);
        var file = Path.Combine(folder.Path, "password");
        File.WriteAllText(file, "se cret\n");
        Assert.Equal("se cret", Read("Smtp:Host=m", "Smtp:User=u", $"Smtp:PasswordFile={file}")!.Account!.Password);
        Assert.Equal("p", Read("Smtp:Host=127.0.0.1", "Smtp:Tls=none", "Smtp:User=u", "Smtp:Password=p")!.Account!.Password);
        Assert.Equal("b@acme.example", Read("Smtp:Host=m", "Bounce=b@acme.example")!.Bounce.Address);
    }

    [Theory]
    [InlineData("Lifecycle:Mail:Smtp:Tls", "Smtp:Tls=maybe")]
    [InlineData("Lifecycle:Mail:Smtp:Port", "Smtp:Port=65536")]
    [InlineData("Lifecycle:Mail:Smtp:Connections", "Smtp:Connections=0")]
    [InlineData("Lifecycle:Mail:Smtp:AnswerSeconds", "Smtp:AnswerSeconds=1.5")]
    [InlineData("Lifecycle:Mail:Bounce", "Bounce=nobody")]
    [InlineData("Lifecycle:Mail:Bounce", "Bounce=Acme <b@acme.example>")]
    [InlineData("Lifecycle:Mail:Smtp:User", "Smtp:Password=hidden")]
    [InlineData("Lifecycle:Mail:Smtp", "Smtp:User=u")]
    [InlineData("Lifecycle:Mail:Smtp", "Smtp:User=u", "Smtp:Password=hidden", "Smtp:PasswordFile=/x")]
    [InlineData("Lifecycle:Mail:Smtp:PasswordFile", "Smtp:User=u", "Smtp:PasswordFile=/nowhere")]
    [InlineData("Lifecycle:Mail:Smtp:Tls", "Smtp:User=u", "Smtp:Password=hidden", "Smtp:Tls=none")]
    public void What_cannot_be_used_is_named(string named, params string[] settings)
    {
        var e = Assert.Throws<StartupException>(() => Read(["Smtp:Host=mail.example", .. settings]));
        Assert.StartsWith(named, e.Message);
        Assert.DoesNotContain("hidden", e.Message);
    }

    private static SmtpSettings? Read(params string[] settings) => SmtpSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "Lifecycle:Mail:" + s.Split('=', 2)[0], string? (s) => s.Split('=', 2)[1])).Build(),
        new("Acme", "care@acme.example"));
}
