using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Grains;

namespace Lifecycle.Store.Care;

/// <summary>Rules as they are stored: amounts in cents. The interface has its own form.</summary>
public static class CareRuleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A rule as it is stored.</summary>
    public static string Write(CareRule rule) => JsonSerializer.Serialize(rule, Options);

    /// <summary>A stored rule.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static CareRule Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CareRule>(json, Options) ?? throw new InvalidDataException("A care rule is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"A care rule cannot be read: {e.Message}", e);
        }
    }
}
