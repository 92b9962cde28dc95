using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lifecycle.Grains;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Lifecycle.Api.OpenApi;

/// <summary>Describes the types that are written by converters of our own, or hold anything.</summary>
internal static class SchemaDescription
{
    private const JsonSchemaType Scalar = JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.String | JsonSchemaType.Null;

    /// <summary>Optional fields and free documents are described where they stand.</summary>
    public static string? ReferenceId(JsonTypeInfo info) =>
        Held(info.Type) is not null || info.Type == typeof(JsonElement) || info.Type == typeof(IReadOnlyDictionary<string, object?>)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(info);

    public static async Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (Held(type) is { } held)
        {
            await DescribeOptionalAsync(schema, context, held, ct);
        }
        else if (type == typeof(decimal) || type == typeof(decimal?))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.Number | (type == typeof(decimal?) ? JsonSchemaType.Null : 0), null);
        }
        else if (type == typeof(JsonElement))
        {
            schema.Type = JsonSchemaType.Object;
        }
        else if (context.JsonTypeInfo.PolymorphismOptions is not null)
        {
            // One of several shapes, told apart by their fields.
            (schema.Type, schema.Discriminator) = (JsonSchemaType.Object, null);
            foreach (var shape in schema.AnyOf?.OfType<OpenApiSchema>() ?? [])
            {
                shape.Type = JsonSchemaType.Object;
            }
        }
        else if (type == typeof(object))
        {
            schema.Type = Scalar;
        }
        else if (type == typeof(IReadOnlyDictionary<string, object?>))
        {
            schema.AdditionalProperties = new OpenApiSchema { Type = Scalar };
        }

        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute words])
        {
            schema.Enum = [.. words.Values.Select(w => w is null ? JsonNullSentinel.JsonNull : (JsonNode)(string)w)];
        }
    }

    /// <summary>An optional field is described as what it holds, or null.</summary>
    private static async Task DescribeOptionalAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, Type held, CancellationToken ct)
    {
        var inner = await context.GetOrCreateSchemaAsync(held, null, ct);
        schema.Type = (held == typeof(decimal) ? JsonSchemaType.Number : inner.Type ?? default) | JsonSchemaType.Null;
        (schema.Items, schema.Properties, schema.Required, schema.AdditionalProperties) =
            (inner.Items, inner.Properties, inner.Required, inner.AdditionalProperties);
        (schema.AdditionalPropertiesAllowed, schema.Format) = (inner.AdditionalPropertiesAllowed, held == typeof(decimal) ? null : inner.Format);
    }

    private static Type? Held(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>)
        ? Nullable.GetUnderlyingType(type.GetGenericArguments()[0]) ?? type.GetGenericArguments()[0]
        : null;
}
