using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lifecycle.Api.Requests;

/// <summary>Reads decimals that fit exactly: the ordinary reader would round digits away that nobody agreed to lose.</summary>
public sealed class ExactDecimal : JsonConverter<decimal>
{
    private const int MostCharacters = 28;

    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return reader.TokenType == JsonTokenType.Number && length <= MostCharacters && reader.TryGetDecimal(out var value)
                && (value != 0 || IsZero(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan))
            ? value
            : throw new JsonException("The JSON value could not be converted to a decimal.");
    }

    // 1e-30 fits into no decimal and would be read as 0.
    private static bool IsZero(ReadOnlySpan<byte> number)
    {
        var mantissa = number.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e ? number[..e] : number;
        return !mantissa.ContainsAnyInRange((byte)'1', (byte)'9');
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
