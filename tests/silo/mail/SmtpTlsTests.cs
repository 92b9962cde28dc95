using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lifecycle.Grains;
using Lifecycle.Silo;
using Lifecycle.Silo.Mail;
using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>A certificate counts when it should, and nothing is said to a server whose certificate does not.</summary>
public sealed class SmtpTlsTests : IDisposable
{
    private readonly X509Certificate2 own = Make("localhost");

    public void Dispose() => own.Dispose();

    [Theory]
    [InlineData("own fingerprint", "Sent ")]
    [InlineData("own authority", "Sent ")]
    [InlineData("another fingerprint", "Deferred smtp-tls")]
    [InlineData("another authority", "Deferred smtp-tls")]
    [InlineData("this machine", "Deferred smtp-tls")]
    public async Task A_certificate_that_somebody_made(string trusted, string fate)
    {
        using var other = Make("localhost");
        var trust = trusted switch
        {
            "own fingerprint" => SmtpTrust.Of(own.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()),
            "another fingerprint" => SmtpTrust.Of(other.GetCertHashString(HashAlgorithmName.SHA256)),
            "own authority" => SmtpTrust.Of(new X509Certificate2Collection(own)),
            "another authority" => SmtpTrust.Of(new X509Certificate2Collection(other)),
            _ => SmtpTrust.OfThisMachine,
        };
        Assert.Equal(fate, await SendAsync(SecureSocketOptions.StartTls, trust, own));
        Assert.Equal(fate, await SendAsync(SecureSocketOptions.SslOnConnect, trust, own));
    }

    [Fact]
    public async Task A_certificate_of_the_authority_for_another_server()
    {
        using var elsewhere = Make("mail.example.com");
        Assert.Equal("Deferred smtp-tls", await SendAsync(SecureSocketOptions.StartTls, SmtpTrust.Of(new X509Certificate2Collection(elsewhere)), elsewhere));
    }

    [Fact]
    public async Task A_server_that_offers_no_tls_or_breaks_off()
    {
        Assert.Equal("Deferred smtp-tls", await SendAsync(SecureSocketOptions.StartTls, SmtpTrust.OfThisMachine, own, offer: "8BITMIME"));
        Assert.Equal("Deferred smtp-454", await SendAsync(SecureSocketOptions.StartTls, SmtpTrust.OfThisMachine, own, answer: "454 not now"));
        Assert.Equal("Deferred smtp-broken", await SendAsync(SecureSocketOptions.StartTls, SmtpTrust.OfThisMachine, own, answer: ScriptedSmtp.Drop));
    }

    [Fact]
    public void What_is_trusted_is_read_from_a_file_or_a_fingerprint()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Path);
        var (pem, empty) = (Path.Combine(folder.Path, "ca.pem"), Path.Combine(folder.Path, "empty.pem"));
        File.WriteAllText(pem, own.ExportCertificatePem());
        File.WriteAllText(empty, "");
        Read(("TrustFile", pem));
        Read(("TrustFingerprint", string.Join(':', Enumerable.Repeat("aB", 32))));
        foreach (var (setting, named) in new[]
        {
            (("TrustFile", empty), "TrustFile"), (("TrustFile", "/nowhere.pem"), "TrustFile"), (("TrustFingerprint", "abcd"), "TrustFingerprint"),
            (("TrustFingerprint", "anything"), "TrustFingerprint"),
        })
        {
            Assert.Contains(named, Assert.Throws<StartupException>(() => Read(setting)).Message);
        }

        Assert.Throws<StartupException>(() => Read(("TrustFile", pem), ("TrustFingerprint", "ab")));
    }

    private static SmtpTrust Read(params (string Key, string Value)[] settings) => SmtpTrust.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => "Smtp:" + s.Key, string? (s) => s.Value))
        .Build()
        .GetSection("Smtp"));

    private static async Task<string> SendAsync(
        SecureSocketOptions security, SmtpTrust trust, X509Certificate2 shown, string offer = "STARTTLS", string? answer = null)
    {
        await using var server = new ScriptedSmtp((step, _) => step == "STARTTLS" ? answer : null)
        {
            Certificate = shown, IsTlsOnly = security == SecureSocketOptions.SslOnConnect, Offers = [offer, "AUTH PLAIN"],
        };
        using var channel = Letters.Open(Letters.Settings(server.Port) with { Security = security, Trust = trust, Account = Letters.Account });
        var delivery = await channel.SendAsync(Letters.To("li@example.com"));
        Assert.Equal(delivery.Fate == DeliveryFate.Sent, server.Commands.Any(c => c.StartsWith("AUTH", StringComparison.Ordinal)));
        Assert.Equal(delivery.Fate == DeliveryFate.Sent ? 1 : 0, server.Messages.Count);
        return $"{delivery.Fate} {delivery.Reason}";
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
