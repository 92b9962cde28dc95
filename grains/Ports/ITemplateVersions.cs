namespace Lifecycle.Grains;

/// <summary>A saved version of a template; it never changes.</summary>
/// <param name="Language">Of the message, such as <c>zh-CN</c>.</param>
/// <param name="Version">From 1, for each name and language.</param>
/// <param name="Content">Null: from here on the file again.</param>
public sealed record TemplateVersion(string Name, string Language, int Version, TemplateContent? Content, string Author, DateTimeOffset SavedAt);

/// <summary>Saved templates, with their history.</summary>
public interface ITemplateVersions
{
    /// <summary>The refusal for a template that there is not.</summary>
    static Refusal Unknown { get; } = new("template-not-found", "There is no such template in this language.", "name");

    /// <summary>The refusal when somebody else was faster.</summary>
    static Refusal Changed { get; } = new("version-mismatch", "The template has changed since it was read.");

    /// <summary>
    /// Saves a version, which is in force from then on: here at once, on other silos a moment later. What is in force already is no new version.
    /// Messages that failed over the words of before are decided about again. Refused where messages in use would fail: see <see cref="TemplateUse"/>.
    /// </summary>
    /// <param name="content">Checked before; null: back to the file.</param>
    /// <param name="seen">The last version that the sender has seen, 0 for none; another one refuses the change. Null: any.</param>
    /// <param name="onlyNew">Refuse it where a saved version is in force.</param>
    Task<Refusal?> Save(string name, string language, TemplateContent? content, int? seen, bool onlyNew, string author, CancellationToken ct);

    /// <summary>A version, or null.</summary>
    Task<TemplateVersion?> Find(string name, string language, int version, CancellationToken ct);

    /// <summary>Versions before one, newest first.</summary>
    /// <param name="before">Null: from the newest on.</param>
    Task<IReadOnlyList<TemplateVersion>> Before(string name, string language, int? before, int limit, CancellationToken ct);
}
