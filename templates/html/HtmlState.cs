namespace Lifecycle.Templates.Html;

/// <summary>Where in a document something stands.</summary>
internal enum HtmlPlace
{
    /// <summary>Between tags.</summary>
    Text,

    /// <summary>Within the name of a tag.</summary>
    Name,

    /// <summary>Within a tag, outside of values.</summary>
    Tag,

    /// <summary>Behind the equals sign of an attribute.</summary>
    Value,

    /// <summary>Within a value in double quotes.</summary>
    Double,

    /// <summary>Within a value in single quotes.</summary>
    Single,

    /// <summary>Within a value without quotes.</summary>
    Bare,

    /// <summary>Within a comment.</summary>
    Comment,

    /// <summary>Within a script or a style sheet, where escaping does not help.</summary>
    Raw,
}

/// <summary>How far a document has been read.</summary>
/// <param name="Element">The name of the tag, within one.</param>
/// <param name="Attribute">The name of the attribute, within one.</param>
internal readonly record struct HtmlState(HtmlPlace Place, string Element = "", string Attribute = "");

/// <summary>A block under a condition: the document must go on alike with it and without it, or with either of its sides.</summary>
internal sealed class HtmlBranches
{
    private readonly HtmlState before;
    private HtmlState other;

    public HtmlBranches(HtmlState before) => this.before = other = before;

    /// <summary>The first side has been read; answers where the second begins.</summary>
    public HtmlState Turn(HtmlState after)
    {
        other = after;
        return before;
    }

    /// <summary>The last side has been read.</summary>
    public bool EndAlike(HtmlState after) => after == other;
}
