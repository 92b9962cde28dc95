using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>A language that templates may be written in; a file's ending tells which.</summary>
public interface ITemplateLanguage
{
    /// <summary>The ending of its files, without the dot.</summary>
    string Ending { get; }

    /// <summary>Compiles one file. What comes back may be called by several threads at once.</summary>
    /// <param name="file">Its path, for the messages.</param>
    /// <param name="html">Whether what is filled in is escaped for HTML.</param>
    /// <returns>Fills the template in; throws a <see cref="TemplateException"/> when that cannot be done.</returns>
    /// <exception cref="TemplateException">It cannot be compiled.</exception>
    Func<IReadOnlyDictionary<string, string?>, string> Compile(string file, string source, bool html);
}
