using System.Security.Cryptography;
using System.Text;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>Reads <c>Idempotency-Key</c> and the hash of the body, and tells who asks.</summary>
public static class RequestKeys
{
    private const string Header = "Idempotency-Key";

    /// <summary>Middleware: hashes the body of a request that carries a key, before anybody else reads it.</summary>
    public static async Task HashBody(HttpContext http, RequestDelegate next)
    {
        var keys = http.Request.Headers[Header];
        if (keys.Count > 0 && HttpMethods.IsPost(http.Request.Method) && !IsStreamed(http))
        {
            var key = Check(keys.Count == 1 ? keys[0] : null);
            http.Request.EnableBuffering();
            var hash = await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
            http.Request.Body.Position = 0;

            // What the query asks for is part of the request: the same key for something else is refused.
            var asked = Encoding.UTF8.GetBytes(http.Request.QueryString.ToString());
            http.Items[Header] = new IdempotencyKey(Scoped(http, key), asked.Length == 0 ? hash : SHA256.HashData([.. hash, .. asked]));
        }

        await next(http);
    }

    /// <summary>The key of the request, checked, or null.</summary>
    public static IdempotencyKey? Of(HttpContext http) => http.Items[Header] as IdempotencyKey;

    /// <summary>Who asks, with the key of the request.</summary>
    public static Origin Origin(this HttpContext http) => new(http.Actor(), Idempotency: Of(http));

    /// <summary>The id of what a request makes, in the order of time. Said again under the same key it is the same, for as long as keys are kept.</summary>
    internal static async Task<(Guid Id, Refusal? Reused)> NewIdAsync(this IRequestKeys keys, HttpContext http, TimeProvider time)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        if (Of(http) is not { } key)
        {
            return (id, null);
        }

        var (settled, reused) = await keys.SettleAsync(key, () => Task.FromResult(id.ToString()), http.RequestAborted);
        return (settled is null ? id : Guid.Parse(settled), reused);
    }

    /// <summary>The signed-in user.</summary>
    public static string Actor(this HttpContext http) => http.User.Identity?.Name ?? "";

    /// <summary>A key as it is stored: two users may choose the same.</summary>
    public static string Scoped(HttpContext http, string key) => $"{http.Actor()}/{http.Request.Path}/{key}";

    private static string Check(string? key) =>
        Text.CheckId(key, Header) is { } refusal ? throw new RefusedException(refusal with { Code = "idempotency-key-invalid" }) : key!;

    // Imports are streamed to disk once, and hashed on the way.
    private static bool IsStreamed(HttpContext http) => http.Request.Path.StartsWithSegments("/api/v1/imports");
}
