using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Lifecycle.Api.OpenApi;

/// <summary>The published description at <c>/openapi/v1.json</c>, generated from the code.</summary>
internal static class OpenApiSetup
{
    public static IServiceCollection AddLifecycleOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Lifecycle", Version = "v1", Description = "A live customer lifecycle system for companies that sell on account." };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeQueryAsync);
        options.AddSchemaTransformer(DescribeOptionalAsync);
    });

    private static Task DescribeQueryAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var name in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryMetadata>().SelectMany(q => q.Names))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        // Path segments are read by hand (an escaped slash belongs to the key), so they are declared here.
        foreach (var segment in context.Description.RelativePath!.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}')))
        {
            operation.Parameters ??= [];
            if (!operation.Parameters.Any(p => p.Name == segment))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = segment,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>An optional field is described as what it holds, or null.</summary>
    private static async Task DescribeOptionalAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Optional<>))
        {
            return;
        }

        var held = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], null, ct);
        (schema.Type, schema.Format, schema.Items, schema.Properties, schema.AnyOf, schema.OneOf) =
            ((held.Type ?? default) | JsonSchemaType.Null, held.Format, held.Items, held.Properties, held.AnyOf, held.OneOf);
    }
}
