namespace Lifecycle.Grains;

/// <summary>A message in one language.</summary>
public sealed record RenderedText(string Language, string Subject, string Text, string Html);

/// <summary>A template is broken, or asks for a field that there is not. Tells the template, never what was to be filled in.</summary>
public sealed class TemplateException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The texts of messages.</summary>
public interface IMessageTemplates
{
    /// <summary>Fills in a template, in the wanted language or else in Chinese.</summary>
    /// <param name="fields">What the template may name; null is a field without a value.</param>
    /// <exception cref="TemplateException">It cannot be rendered.</exception>
    RenderedText Render(string template, string? language, IReadOnlyDictionary<string, string?> fields);
}
