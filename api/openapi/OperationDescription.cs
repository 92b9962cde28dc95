using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lifecycle.Api.OpenApi;

/// <summary>Describes what endpoints read by hand: query, path, headers; and the problems that any of them may answer with.</summary>
internal static class OperationDescription
{
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var path = context.Description.RelativePath!;
        var method = context.Description.HttpMethod!;
        var segments = path.Split('/').Where(s => s is not ("api" or "v1")).ToArray();
        operation.Tags = new HashSet<OpenApiTagReference> { new(segments[0], context.Document) };
        operation.OperationId = method.ToLowerInvariant() + string.Concat(segments.Select(s => Capital(s.Trim('{', '}'))));

        var parameters = operation.Parameters ??= [];
        foreach (var name in segments.Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}')).Where(n => parameters.All(p => p.Name != n)))
        {
            parameters.Add(Parameter(name, ParameterLocation.Path, "Percent-encoded, slashes too.", new() { Type = JsonSchemaType.String }));
        }

        foreach (var query in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryMetadata>().SelectMany(q => q.Parameters))
        {
            parameters.Add(Parameter(query.Name, ParameterLocation.Query, query.Description, query.Schema()));
        }

        DescribeHeaders(method, context.Description.ActionDescriptor.EndpointMetadata.OfType<IfMatchMetadata>().Any(), parameters);
        operation.Responses ??= [];
        operation.Responses.TryAdd("default", ProblemDescription.Response("A problem (RFC 9457).", context.Document));
        return Task.CompletedTask;
    }

    private static void DescribeHeaders(string method, bool honoursIfMatch, IList<IOpenApiParameter> parameters)
    {
        if (HttpMethods.IsPost(method))
        {
            parameters.Add(Parameter(
                "Idempotency-Key", ParameterLocation.Header, "The same request again is answered without doing it again, for 24 hours.", new() { Type = JsonSchemaType.String, MaxLength = 100 }));
        }

        if (honoursIfMatch || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method))
        {
            parameters.Add(Parameter("If-Match", ParameterLocation.Header, "The ETag of what is to be changed, or *; 412 when it has changed since.", new() { Type = JsonSchemaType.String }));
        }

        if (HttpMethods.IsPut(method))
        {
            parameters.Add(Parameter("If-None-Match", ParameterLocation.Header, "* creates only.", new() { Type = JsonSchemaType.String, Enum = ["*"] }));
        }
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string? description, OpenApiSchema schema) => new()
    {
        Name = name,
        In = place,
        Description = description,
        Required = place == ParameterLocation.Path,
        Schema = schema,
    };

    private static string Capital(string word) =>
        string.Concat(word.Split('-', '.').Where(w => w.Length > 0).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
}
