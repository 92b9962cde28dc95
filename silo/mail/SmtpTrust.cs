using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lifecycle.Silo.Startup;

namespace Lifecycle.Silo.Mail;

/// <summary>
/// Whose certificates a server may show: those that this machine trusts, those of one authority, or one single certificate.
/// There is no way to accept whatever comes. Nobody is asked whether a certificate was revoked.
/// </summary>
public sealed class SmtpTrust
{
    private readonly X509Certificate2Collection? authorities;
    private readonly string? fingerprint;

    private SmtpTrust(X509Certificate2Collection? authorities, string? fingerprint) => (this.authorities, this.fingerprint) = (authorities, fingerprint);

    /// <summary>What this machine trusts.</summary>
    public static SmtpTrust OfThisMachine { get; } = new(null, null);

    /// <summary>Certificates of these authorities alone.</summary>
    public static SmtpTrust Of(X509Certificate2Collection authorities) => new(authorities, null);

    /// <summary>One certificate alone, whatever name and days it bears.</summary>
    /// <param name="fingerprint">SHA-256 of the certificate, 64 hexadecimal digits, in pairs with colons or without.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static SmtpTrust Of(string fingerprint)
    {
        var hash = Convert.FromHexString(fingerprint.Replace(":", "", StringComparison.Ordinal));
        return hash.Length == SHA256.HashSizeInBytes ? new(null, Convert.ToHexString(hash)) : throw new FormatException("Not 64 hexadecimal digits.");
    }

    /// <summary>Reads <c>TrustFile</c> and <c>TrustFingerprint</c>.</summary>
    /// <exception cref="StartupException">They cannot be used; the message names the key.</exception>
    public static SmtpTrust Read(IConfigurationSection smtp)
    {
        const string File = "TrustFile", Fingerprint = "TrustFingerprint";
        try
        {
            switch (smtp[File], smtp[Fingerprint])
            {
                case (null, null):
                    return OfThisMachine;
                case (null, { } fingerprint):
                    return Of(fingerprint);
                case ({ }, null):
                    var authorities = new X509Certificate2Collection();
                    authorities.ImportFromPem(smtp.FileText(File));
                    return authorities.Count > 0 ? Of(authorities) : throw new StartupException($"{smtp.Path}:{File}: there is no certificate in PEM in it.");
                default:
                    throw new StartupException($"{smtp.Path}: {File} and {Fingerprint} exclude each other.");
            }
        }
        catch (FormatException)
        {
            throw new StartupException($"{smtp.Path}:{Fingerprint}: {smtp[Fingerprint]} is no SHA-256 of 64 hexadecimal digits.");
        }
        catch (CryptographicException e)
        {
            throw new StartupException($"{smtp.Path}:{File}: {e.Message}");
        }
    }

    /// <summary>Whether a certificate is good enough; for <see cref="SslStream"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (fingerprint is not null)
        {
            return certificate?.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint;
        }

        return authorities is null || certificate is null
            ? errors == SslPolicyErrors.None
            : (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && LeadsToAuthority(certificate, chain);
    }

    private bool LeadsToAuthority(X509Certificate certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1", "Server authentication"));
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
