using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lifecycle.Grains;

namespace Lifecycle.Cluster.Messages;

/// <summary>Commands as JSON: the name of the command, then its fields, those without a value left out.</summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new OptionalConverter(), new ZoneConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameCommands } },
    };

    public static byte[] Write(Asked asked) => JsonSerializer.SerializeToUtf8Bytes(asked, Options);

    public static Asked Read(byte[] json) => JsonSerializer.Deserialize<Asked>(json, Options)!;

    private static void NameCommands(JsonTypeInfo type)
    {
        if (type.Type == typeof(Command))
        {
            type.PolymorphismOptions = new();
            foreach (var command in typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command))))
            {
                type.PolymorphismOptions.DerivedTypes.Add(new(command, command.Name));
            }
        }
    }

    /// <summary>A time zone by its name.</summary>
    private sealed class ZoneConverter : JsonConverter<TimeZoneInfo>
    {
        public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeZoneInfo.FindSystemTimeZoneById(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }
}
