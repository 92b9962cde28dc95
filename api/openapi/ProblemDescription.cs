using Microsoft.OpenApi;

namespace Lifecycle.Api.OpenApi;

/// <summary>The description of a problem, as <see cref="Problems.Problems"/> writes it.</summary>
internal static class ProblemDescription
{
    private const string Name = "Problem";

    /// <summary>A response that refers to the one description of problems.</summary>
    public static OpenApiResponse Response(string description, OpenApiDocument? document) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Name, document) },
        },
    };

    /// <summary>Adds the description.</summary>
    public static void AddTo(OpenApiDocument document) => document.AddComponent(Name, Schema());

    private static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(StringComparer.Ordinal) { "status", "title", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One sentence for people." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable; for programs." },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Finds the request in the log." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "By JSON pointer, or /name of a parameter: what is wrong there.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
        AdditionalPropertiesAllowed = false,
    };
}
