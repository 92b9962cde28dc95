using System.Security.Cryptography;
using System.Text;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Care;

/// <summary>Links that name a decision, signed so that nobody takes off a contact whose link it was not sent.</summary>
/// <param name="publicUrl">Where contacts reach this system.</param>
public sealed class UnsubscribeLinks(Uri publicUrl, byte[] secret) : IUnsubscribeLinks
{
    /// <summary>Where the links lead, below the public address.</summary>
    public const string Path = "unsubscribe/";

    // Bytes of the signature: more than anybody can try out.
    private const int Length = 16;
    private const int SecretLength = 32;

    /// <summary>Reads the secret, which is made where there is none.</summary>
    public static async Task<UnsubscribeLinks> OpenAsync(Database database, Uri publicUrl, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            "INSERT INTO unsubscribe_secret (secret) VALUES ($1) ON CONFLICT DO NOTHING", RandomNumberGenerator.GetBytes(SecretLength)).ExecuteNonQueryAsync(ct);
        return new(publicUrl, (byte[])(await connection.Command("SELECT secret FROM unsubscribe_secret").ExecuteScalarAsync(ct))!);
    }

    /// <inheritdoc/>
    public Uri For(CareKey key) => new(publicUrl, $"{Path}{key.MessageKey}.{Convert.ToHexStringLower(Sign(key.MessageKey))}");

    /// <inheritdoc/>
    public string? Read(string token) =>
        token.LastIndexOf('.') is > 0 and var dot && token.Length - dot - 1 == Length * 2
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token[(dot + 1)..]), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(token[..dot]))))
            ? token[..dot] : null;

    private ReadOnlySpan<byte> Sign(string messageKey) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(messageKey)).AsSpan(0, Length);
}
