namespace Lifecycle.Templates.Html;

/// <summary>
/// Follows HTML as far as it takes to know where a field stands. Escaping makes a field harmless between tags and in a quoted
/// value, and nowhere else: there it may stand, and nowhere else.
/// </summary>
internal sealed class HtmlPlaces
{
    private static readonly string[] Described = ["alt", "aria-label", "title"];
    private static readonly string[] RawElements = ["script", "style"];

    /// <summary>Where reading has come to.</summary>
    public HtmlState State { get; set; }

    /// <summary>Why something may not be filled in here, or null.</summary>
    /// <param name="field">The field as it stands; null: something made of fields.</param>
    public string? Refuse(string? field) => State.Place switch
    {
        HtmlPlace.Text => null,
        HtmlPlace.Double or HtmlPlace.Single when Described.Contains(State.Attribute.TrimEnd()) => null,
        HtmlPlace.Double or HtmlPlace.Single when State.Attribute.TrimEnd() == "href" && field == Grains.MessageFields.Unsubscribe => null,
        HtmlPlace.Double or HtmlPlace.Single => $"no field may stand in the attribute {State.Attribute.TrimEnd()}",
        HtmlPlace.Raw => $"no field may stand within {State.Element}",
        HtmlPlace.Comment => "no field may stand within a comment",
        _ => "within a tag a field may stand only in a quoted value",
    };

    /// <summary>Reads on.</summary>
    public void Pass(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            i += Step(text[i..]);
        }
    }

    /// <summary>Takes one character; answers how many more it took.</summary>
    private int Step(ReadOnlySpan<char> rest)
    {
        var (c, state) = (char.ToLowerInvariant(rest[0]), State);
        switch (state.Place)
        {
            case HtmlPlace.Text when rest.StartsWith("<!--", StringComparison.Ordinal):
                State = new(HtmlPlace.Comment);
                return 3;
            case HtmlPlace.Comment when rest.StartsWith("-->", StringComparison.Ordinal):
                State = new(HtmlPlace.Text);
                return 2;
            case HtmlPlace.Raw when rest.StartsWith($"</{state.Element}", StringComparison.OrdinalIgnoreCase):
                State = new(HtmlPlace.Tag, "/");
                return state.Element.Length + 1;
            case HtmlPlace.Text when c == '<' && (rest.Length == 1 || char.IsAsciiLetter(rest[1]) || rest[1] is '/' or '!' or '?'):
                State = new(HtmlPlace.Name);
                break;
            case HtmlPlace.Name or HtmlPlace.Tag or HtmlPlace.Value or HtmlPlace.Bare when c == '>':
                State = RawElements.Contains(state.Element) ? new(HtmlPlace.Raw, state.Element) : new(HtmlPlace.Text);
                break;
            case HtmlPlace.Name:
                State = char.IsWhiteSpace(c) || (c == '/' && state.Element.Length > 0) ? new(HtmlPlace.Tag, state.Element) : state with { Element = state.Element + c };
                break;
            case HtmlPlace.Tag when c == '=':
                State = state with { Place = HtmlPlace.Value };
                break;
            case HtmlPlace.Tag:
                State = state with { Attribute = Spelled(state.Attribute, c) };
                break;
            case HtmlPlace.Value when !char.IsWhiteSpace(c):
                State = state with { Place = c switch { '"' => HtmlPlace.Double, '\'' => HtmlPlace.Single, _ => HtmlPlace.Bare } };
                break;
            case HtmlPlace.Double when c == '"':
            case HtmlPlace.Single when c == '\'':
            case HtmlPlace.Bare when char.IsWhiteSpace(c):
                State = new(HtmlPlace.Tag, state.Element);
                break;
        }

        return 0;
    }

    // A blank ends a name, and the next letter begins another one; an equals sign may follow after blanks.
    private static string Spelled(string name, char c) =>
        char.IsWhiteSpace(c) || c == '/' ? name.EndsWith(' ') || name.Length == 0 ? name : name + " "
        : name.EndsWith(' ') ? c.ToString()
        : name + c;
}
