using System.Text.Json;
using Lifecycle.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>Reading JSON bodies by hand, where the framework's own binding does not fit.</summary>
public static class Bodies
{
    /// <summary>Reads one JSON document.</summary>
    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, JsonBodies.Options, request.HttpContext.RequestAborted)
                ?? throw new RefusedException(new("invalid-json", "The body is empty."));
        }
        catch (JsonException e)
        {
            throw new RefusedException(FailureHandler.OfJson(e));
        }
    }
}
