using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lifecycle.Api.Access;

/// <summary>Signs requests in by their bearer token.</summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return await SignInAsync(tokens, header[Prefix.Length..].Trim(), SchemeName, Context.RequestAborted);
    }

    /// <summary>Signs in whoever a token belongs to, by whatever scheme it was sent.</summary>
    public static async Task<AuthenticateResult> SignInAsync(IApiTokens tokens, string token, string scheme, CancellationToken ct)
    {
        if (await tokens.FindAccount(SHA256.HashData(Encoding.UTF8.GetBytes(token)), ct) is not { } account)
        {
            return AuthenticateResult.Fail("The token is unknown.");
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.Name, account)], scheme);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), scheme));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return Problems.Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "Send the API token as a bearer token.")
            .ExecuteAsync(Context);
    }
}
