using System.Text;
using System.Text.Json;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>Reads a document of rules, be it a policy or a scorecard, as it was written: faults of its content are found later, all at once.</summary>
internal static class DocumentBody
{
    // Deeper than any sound document, so that groups nested too deep are named as faults; not so deep that it could not be written out again.
    private const int MostDepth = 32;

    public static async Task<string> ReadAsync(HttpRequest request, string what, int longest)
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
                ? throw new RefusedException(new("invalid-value", $"The body is a {what} document, an object."))
                : json.Length > longest
                    ? throw new RefusedException(new($"{what}-too-large", $"A {what} has at most {longest} characters."))
                    : json;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            throw new RefusedException(JsonFailures.NoJson);
        }
    }
}
