using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>Fields as the libraries handle them: text, <see cref="DateOnly"/>, <see cref="decimal"/>, <see cref="int"/>, <see cref="NoValue"/>.</summary>
public static class EngineValues
{
    /// <summary>Every field there is; what was not given has no value.</summary>
    public static IReadOnlyDictionary<string, object> Of(IReadOnlyDictionary<string, FieldValue?> fields) =>
        MessageFields.Kinds.Keys.ToDictionary(name => name, name => fields.GetValueOrDefault(name) switch
        {
            TextValue { Text.Length: > 0 } text => text.Text,
            DateValue date => date.Day,
            MoneyValue money => Money.Amount(money.Cents),
            IntegerValue integer => integer.Number,
            _ => (object)new NoValue(name),
        }, StringComparer.Ordinal);
}
