namespace Lifecycle.Grains;

/// <summary>Documents that come with the program: defaults and schemas.</summary>
internal static class EmbeddedDocument
{
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedDocument).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
