using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Requests;

/// <summary>How JSON is read and written: strict where people could be wrong, quiet about nothing.</summary>
public static class JsonBodies
{
    /// <summary>Sets up the options of the whole interface.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 32;
        options.Converters.Add(new OptionalConverter());
        options.Converters.Add(new ExactDecimal());
    }

    /// <summary>The options for bodies that are read item by item.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}
