using Microsoft.AspNetCore.Builder;

namespace Lifecycle.Api.Requests;

/// <summary>The query parameters of an endpoint, for the published description.</summary>
public sealed record QueryMetadata(string[] Names);

/// <summary>Declares query parameters that an endpoint reads by itself.</summary>
public static class QueryMetadataExtensions
{
    /// <summary>Declares them.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, params string[] names) => builder.WithMetadata(new QueryMetadata(names));
}
