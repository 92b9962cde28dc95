using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>The sources of templates by path: <c>template/language/part</c> with the ending of their template language.</summary>
/// <param name="Own">The paths of those that are the company's own.</param>
public sealed record TemplateFiles(IReadOnlyDictionary<string, string> Sources, IReadOnlySet<string> Own)
{
    /// <summary>Those that come with the program.</summary>
    public static TemplateFiles Embedded()
    {
        var assembly = typeof(TemplateFiles).Assembly;
        return Of(assembly.GetManifestResourceNames().Where(name => name.EndsWith(".hbs", StringComparison.Ordinal)).ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }

    /// <summary>Of the program, as given.</summary>
    public static TemplateFiles Of(IReadOnlyDictionary<string, string> sources) => new(sources, new HashSet<string>());

    /// <summary>A company's own, which replace those of the same name, in whatever template language either is written.</summary>
    /// <exception cref="TemplateException">The folder is not there.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TemplateFiles Under(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new TemplateException($"There is no folder {folder}.");
        }

        // Editors leave hidden files and folders of their own.
        var own = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText);
        var replaced = own.Keys.Select(Name).ToHashSet(StringComparer.Ordinal);
        return new(Sources.Where(file => !replaced.Contains(Name(file.Key))).Concat(own).ToDictionary(), own.Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static string Name(string path) => Path.ChangeExtension(path, null);
}
