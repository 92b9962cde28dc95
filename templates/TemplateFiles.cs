using Lifecycle.Grains;

namespace Lifecycle.Templates;

/// <summary>The sources of templates by path: <c>template/language/part</c> with the ending of their template language.</summary>
public static class TemplateFiles
{
    /// <summary>Those that come with the program.</summary>
    public static IReadOnlyDictionary<string, string> Embedded()
    {
        var assembly = typeof(TemplateFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.EndsWith(".hbs", StringComparison.Ordinal)).ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
    }

    /// <summary>A company's own, which replace those of the same name, in whatever template language either is written.</summary>
    /// <exception cref="TemplateException">The folder is not there.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> files, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new TemplateException($"There is no folder {folder}.");
        }

        // Editors leave hidden files and folders of their own.
        var own = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText);
        var replaced = own.Keys.Select(Name).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => !replaced.Contains(Name(file.Key))).Concat(own).ToDictionary();
    }

    private static string Name(string path) => Path.ChangeExtension(path, null);
}
