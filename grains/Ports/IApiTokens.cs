namespace Lifecycle.Grains;

/// <summary>Who may use the interface.</summary>
public interface IApiTokens
{
    /// <summary>The account that a token belongs to, by the SHA-256 of the token, or null.</summary>
    ValueTask<string?> FindAccount(byte[] tokenHash, CancellationToken ct);
}
