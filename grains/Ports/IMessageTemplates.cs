namespace Lifecycle.Grains;

/// <summary>A message in one language.</summary>
public sealed record RenderedText(string Language, string Subject, string Text, string Html);

/// <summary>A template is broken, or asks for a value that there is not. Tells the template, never what was to be filled in.</summary>
public sealed class TemplateException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The texts of messages. Nothing here waits: what is in force is in memory.</summary>
public interface IMessageTemplates
{
    /// <summary>Every template is there in this language, for whoever has no other.</summary>
    const string DefaultLanguage = "zh-CN";

    /// <summary>Fills in a template, in the wanted language or else in Chinese.</summary>
    /// <param name="fields">Those of <see cref="MessageFields"/>; null is a field without a value.</param>
    /// <exception cref="TemplateException">It cannot be rendered.</exception>
    RenderedText Render(string template, string? language, IReadOnlyDictionary<string, FieldValue?> fields);

    /// <summary>
    /// Whether the template that <see cref="Render"/> would take is commercial: its message needs
    /// <see cref="MessageFields.UnsubscribeUrl"/> and List-Unsubscribe.
    /// </summary>
    /// <exception cref="TemplateException">There is none.</exception>
    bool IsCommercial(string template, string? language);
}
