using System.Text;
using System.Text.Json;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Policies;

/// <summary>Reads a policy document as it was written: faults of the standard itself are found later, all at once.</summary>
internal static class PolicyBody
{
    private const int MostDepth = 16;

    public static async Task<string> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new RefusedException(Bodies.NotJson);
        }

        try
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            var json = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MostDepth, AllowDuplicateProperties = true });
            return !JsonTexts.AreReadable(document.RootElement)
                ? throw new RefusedException(JsonFailures.NoJson)
                : document.RootElement.ValueKind != JsonValueKind.Object
                ? throw new RefusedException(new("invalid-value", "The body is a policy document, an object."))
                : json.Length > PolicyValidation.LongestDocument
                    ? throw new RefusedException(new("policy-too-large", $"A policy has at most {PolicyValidation.LongestDocument} characters."))
                    : json;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            throw new RefusedException(JsonFailures.NoJson);
        }
    }
}
