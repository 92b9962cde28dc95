using System.Collections.Frozen;
using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>A function that templates may call on a field, under the same name in every template language.</summary>
/// <param name="Takes">The kind of field.</param>
/// <param name="Write">Writes a value as <see cref="EngineValues"/> hands it over.</param>
public sealed record Helper(string Name, FieldKind Takes, Func<object?, PartSource, string> Write);

/// <summary>All helpers: pure, and each in Chinese or English by the language of the message.</summary>
public static class Helpers
{
    /// <summary>By name.</summary>
    public static FrozenDictionary<string, Helper> All { get; } = new Helper[]
    {
        new("money", FieldKind.Money, (value, _) => MeasureWords.Money(Given<decimal>(value))),
        new("date", FieldKind.Date, (value, part) => Date(Given<DateOnly>(value), part.Tongue)),
        new("lunarDate", FieldKind.Date, (value, part) => LunarDates.Format(Given<DateOnly>(value), part.Tongue == Tongue.Chinese ? "zh-CN" : "en") ?? throw new TemplateException("The lunar calendar does not reach that day.")),
        new("salutation", FieldKind.Text, (value, part) => Salutation(value as string, part.Tongue)),
    }.ToFrozenDictionary(helper => helper.Name, StringComparer.Ordinal);

    private static string Date(DateOnly day, Tongue tongue) => tongue == Tongue.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Salutation(string? addressee, Tongue tongue) => (addressee, tongue) switch
    {
        (null, Tongue.Chinese) => "您好：",
        (null, _) => "Hello,",
        (_, Tongue.Chinese) => $"{addressee}，您好：",
        _ => $"Dear {addressee},",
    };

    private static T Given<T>(object? value) =>
        value is T given ? given : throw new TemplateException((value as NoValue)?.Complaint ?? "a helper was given what it does not take");
}
