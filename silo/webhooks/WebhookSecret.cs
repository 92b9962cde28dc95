using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Silo.Webhooks;

/// <summary>A secret that a gateway shares, as Standard Webhooks writes it: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Fewest = 24;
    private const int Most = 64;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>Reads a secret; null: it is none.</summary>
    public static WebhookSecret? Parse(string text)
    {
        var key = new byte[Most];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= Fewest
            ? new(key[..length])
            : null;
    }

    /// <summary>The signature of a request: <c>v1,</c> and the HMAC-SHA256 of id, seconds and body.</summary>
    public string Sign(string id, long seconds, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{seconds}.")), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }
}
