namespace Lifecycle.Grains;

/// <summary>What may not become of a template while messages are made of it: they would all fail.</summary>
public static class TemplateUse
{
    private const int MostNamed = 5;

    /// <summary>Whether the messages of a rule can be made of the templates in force, in the language that all have.</summary>
    public static bool Fits(CareRule rule, ITemplateBook book) =>
        rule.Templates().All(name => book.Find(name, IMessageTemplates.DefaultLanguage)?.Content.IsCommercial == rule.IsCommercial);

    /// <summary>Why a change of a template in one language is refused; null: it is not. Other words alone are always taken.</summary>
    /// <param name="before">What is in force; null: it is a new template, or a new language of one.</param>
    /// <param name="after">What would be; null: nothing.</param>
    /// <param name="users">The rules whose messages are made of it.</param>
    public static Refusal? WhyNot(TemplateContent? before, TemplateContent? after, IReadOnlyCollection<CareRule> users)
    {
        IReadOnlyCollection<CareRule> hindering = after is null ? users
            : after.IsCommercial == before?.IsCommercial ? []
            : users.Where(rule => rule.IsCommercial != after.IsCommercial).ToList();
        return hindering.Count == 0 ? null : new(
            "template-in-use",
            $"Messages are made of this template: {Names(hindering)}. While they are, it is neither deleted nor turned commercial or back.", "name");
    }

    private static string Names(IReadOnlyCollection<CareRule> rules)
    {
        var named = string.Join(", ", rules.Take(MostNamed).Select(rule =>
            rule.Campaign is { } campaign ? $"the campaign '{rule.Name}' ({campaign})" : $"the occasion {rule.Occasion}"));
        return rules.Count > MostNamed ? $"{named} and {rules.Count - MostNamed} more" : named;
    }
}
