using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>What templates may say, whatever they are written in: the fields of <see cref="MessageFields"/> and the <see cref="Helpers"/>.</summary>
public static class Vocabulary
{
    /// <summary>Why a field may not be named, or null.</summary>
    public static string? RefuseNamed(string field, bool isCommercial) =>
        !MessageFields.Kinds.ContainsKey(field) ? $"unknown field {field}"
        : field == MessageFields.Unsubscribe && !isCommercial ? $"{field} is there in commercial templates only"
        : null;

    /// <summary>Why a field may not stand for itself, or null.</summary>
    public static string? RefusePrinted(string field, bool isCommercial) => Helpers.All.ContainsKey(field)
        ? $"helper {field} needs a field"
        : RefuseNamed(field, isCommercial) ?? RefuseBare(MessageFields.Kinds[field], field);

    /// <summary>Why a value may not be filled in without a helper, or null.</summary>
    public static string? RefuseBare(FieldKind kind, string what) => kind is FieldKind.Date or FieldKind.Money
        ? $"{what} is {Word(kind)}: write {string.Join(" or ", Helpers.All.Values.Where(h => h.Takes == kind).Select(h => $"{h.Name} {what}").Order(StringComparer.Ordinal))}"
        : null;

    /// <summary>Why a helper that there is does not take a field, or null.</summary>
    public static string? RefuseTaken(string helper, string field, bool isCommercial) =>
        RefuseNamed(field, isCommercial) ?? RefuseKind(helper, MessageFields.Kinds[field], field);

    /// <summary>Why a helper that there is does not take a value, or null.</summary>
    public static string? RefuseKind(string helper, FieldKind kind, string what) =>
        Helpers.All[helper].Takes is var takes && takes == kind ? null : $"{helper} takes {Word(takes)}, and {what} is {Word(kind)}";

    private static string Word(FieldKind kind) => kind switch
    {
        FieldKind.Date => "a date",
        FieldKind.Money => "an amount",
        FieldKind.Integer => "a number",
        _ => "a text",
    };
}
