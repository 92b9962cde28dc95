namespace Lifecycle.Templates;

/// <summary>A language that templates may be written in; a file's ending tells which, or what was said when it was saved.</summary>
public interface ITemplateLanguage
{
    /// <summary>What it is called where templates are saved.</summary>
    string Name { get; }

    /// <summary>The ending of its files, without the dot.</summary>
    string Ending { get; }

    /// <summary>Reads one part: checks it and, if it is sound, compiles it. Broken sources are faults, not exceptions.</summary>
    ReadPart Read(PartSource part);
}
