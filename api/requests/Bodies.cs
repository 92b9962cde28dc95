using System.Text.Json;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Lifecycle.Api.Requests;

/// <summary>Reading JSON bodies by hand, where the framework's own binding does not fit.</summary>
public static class Bodies
{
    /// <summary>The refusal for a body that does not say that it is JSON in UTF-8.</summary>
    public static Refusal NotJson { get; } = new("unsupported-media-type", "The body must be application/json in UTF-8.");

    /// <summary>The refusal for a body above the limit.</summary>
    public static Refusal TooLarge { get; } = new("body-too-large", "The request body is too large.");

    /// <summary>Middleware: JSON is UTF-8, whatever the charset says; another one is refused rather than misread.</summary>
    public static Task OnlyUtf8(HttpContext http, RequestDelegate next)
    {
        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Charset.HasValue
            && type.MediaType.Value!.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            if (!type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                throw new RefusedException(NotJson);
            }

            // The framework stumbles over a charset in quotes, which the standard allows.
            http.Request.ContentType = type.MediaType.Value;
        }

        return next(http);
    }

    /// <summary>Reads one JSON document where there is a body; else what is said by saying nothing.</summary>
    public static async Task<T> ReadOrDefaultAsync<T>(HttpContext http)
        where T : class, new() =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? await ReadAsync<T>(http.Request) : new();

    /// <summary>Reads one JSON document.</summary>
    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw new RefusedException(NotJson);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, JsonBodies.Options, request.HttpContext.RequestAborted)
                ?? throw new RefusedException(new("invalid-json", "The body is empty."));
        }
        catch (JsonException e)
        {
            throw new RefusedException(JsonFailures.Of(e));
        }
    }
}
