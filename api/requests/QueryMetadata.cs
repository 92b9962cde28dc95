using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace Lifecycle.Api.Requests;

/// <summary>A query parameter that an endpoint reads by itself, for the published description.</summary>
public sealed record QueryParameter(string Name, string? Description = null)
{
    /// <summary>What it may be.</summary>
    public Func<OpenApiSchema> Schema { get; init; } = () => new() { Type = JsonSchemaType.String };

    /// <summary>Text without further description.</summary>
    public static implicit operator QueryParameter(string name) => new(name);
}

/// <summary>The query parameters of an endpoint.</summary>
public sealed record QueryMetadata(QueryParameter[] Parameters);

/// <summary>An endpoint that honours If-Match, where its method alone does not say so.</summary>
public sealed record IfMatchMetadata;

/// <summary>Declares query parameters.</summary>
public static class Query
{
    /// <summary>How many items a page holds.</summary>
    public static QueryParameter Limit { get; } = new("limit", "How many items a page holds.")
    {
        Schema = () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "500", Default = 50 },
    };

    /// <summary>Where the page begins.</summary>
    public static QueryParameter After { get; } = new("after", "The `next` of the page before; opaque.");

    /// <summary>Whether to count.</summary>
    public static QueryParameter Count { get; } = Flag("count", "Whether to add `total`.");

    /// <summary>The order of a list.</summary>
    public static QueryParameter Sort(IEnumerable<string> fields) =>
        new("sort", $"Up to 4 fields, each perhaps with a minus, separated by commas: {string.Join(", ", fields)}.");

    /// <summary>A day.</summary>
    public static QueryParameter Day(string name, string description) => new(name, description)
    {
        Schema = () => new() { Type = JsonSchemaType.String, Format = "date" },
    };

    /// <summary>A whole number.</summary>
    public static QueryParameter Number(string name, string description) => new(name, description)
    {
        Schema = () => new() { Type = JsonSchemaType.Integer, Format = "int32" },
    };

    /// <summary>Yes or no.</summary>
    public static QueryParameter Flag(string name, string description) => new(name, description)
    {
        Schema = () => new() { Type = JsonSchemaType.Boolean, Default = false },
    };

    /// <summary>One of some words, the first by default.</summary>
    public static QueryParameter Word(string name, string description, params string[] words) => new(name, description)
    {
        Schema = () => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(w => (JsonNode)w)], Default = words[0] },
    };

    /// <summary>Declares that an endpoint honours If-Match.</summary>
    public static RouteHandlerBuilder WithIfMatch(this RouteHandlerBuilder builder) => builder.WithMetadata(new IfMatchMetadata());

    /// <summary>Declares them at an endpoint.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, params QueryParameter[] parameters) =>
        builder.WithMetadata(new QueryMetadata(parameters));
}
