using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Lifecycle.Api.OpenApi;

/// <summary>The published description at <c>/openapi/v1.json</c>, generated from the code.</summary>
internal static class OpenApiSetup
{
    private const string Scheme = "bearer";

    public static IServiceCollection AddLifecycleOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = SchemaDescription.ReferenceId;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(OperationDescription.DescribeAsync);
        options.AddOperationTransformer(SecureAsync);
        options.AddSchemaTransformer(SchemaDescription.DescribeAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new() { Title = "Lifecycle", Version = "v1", Description = "A live customer lifecycle system for companies that sell on account." };
        document.Servers = [];
        document.Components ??= new();
        ProblemDescription.AddTo(document);
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The API token; the first one is written to admin.json in the data folder.",
        };
        return Task.CompletedTask;
    }

    private static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            operation.Responses!.TryAdd(
                StatusCodes.Status401Unauthorized.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ProblemDescription.Response("Not signed in.", context.Document));
        }

        return Task.CompletedTask;
    }
}
