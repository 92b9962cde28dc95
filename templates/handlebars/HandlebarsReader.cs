namespace Lifecycle.Templates.Handlebars;

/// <summary>
/// Reads the tags of a Handlebars source and checks them. The library would take much more than these few forms; what is not
/// one of them is a fault, so that nothing reaches it that was not understood here.
/// </summary>
internal sealed class HandlebarsReader(PartSource part, PartCheck check)
{
    private const int MostTags = 1000;

    private readonly LineNumbers lines = new(part.Text);
    private readonly Stack<(string Name, int At, bool HasElse)> open = new();

    /// <summary>Reads everything.</summary>
    public void Read()
    {
        var (at, tags) = (0, 0);
        while (at < part.Text.Length && !check.IsHopeless)
        {
            var start = part.Text.IndexOf("{{", at, StringComparison.Ordinal);
            check.Text(part.Text.AsSpan(at, (start < 0 ? part.Text.Length : start) - at));
            if (start < 0)
            {
                break;
            }

            if (++tags > MostTags)
            {
                Fault(start, $"more than {MostTags} tags");
                return;
            }

            at = ReadTag(start);
        }

        foreach (var (name, begun, _) in open)
        {
            Fault(begun, $"{{{{#{name}}}}} is never closed");
        }
    }

    /// <summary>Reads one tag; answers where the text goes on.</summary>
    private int ReadTag(int start)
    {
        var text = part.Text;
        if (start > 0 && text[start - 1] == '\\')
        {
            Fault(start - 1, "a backslash may not stand before a tag");
        }

        if (text.AsSpan(start).StartsWith("{{{"))
        {
            Fault(start, "{{{ does not escape: write {{");
            return text.Length;
        }

        var inside = start + 2 < text.Length && text[start + 2] == '~' ? start + 3 : start + 2;
        if (inside < text.Length && text[inside] == '!')
        {
            return ReadComment(start, inside);
        }

        var end = text.IndexOf("}}", inside, StringComparison.Ordinal);
        if (end < 0)
        {
            Fault(start, "{{ is never closed");
            return text.Length;
        }

        if (end + 2 < text.Length && text[end + 2] == '}')
        {
            Fault(end, "three closing braces");
        }

        var content = end > inside && text[end - 1] == '~' ? end - 1 : end;
        Take(start, Words(inside, content));
        return end + 2;
    }

    private int ReadComment(int start, int inside)
    {
        // The library ends a short comment at the first brace, and reads another template where one begins with <.
        var isLong = part.Text.AsSpan(inside).StartsWith("!--");
        var end = part.Text.IndexOf(isLong ? "--" : "}", inside + (isLong ? 3 : 1), StringComparison.Ordinal);
        var close = end < 0 ? -1 : isLong ? end + 2 : end;
        close = close >= 0 && close < part.Text.Length && isLong && part.Text[close] == '~' ? close + 1 : close;
        if (close < 0 || !part.Text.AsSpan(close).StartsWith("}}") || part.Text.AsSpan(close).StartsWith("}}}")
            || part.Text[inside..close].Contains('{') || part.Text[inside..close].Contains('<'))
        {
            Fault(start, "a comment is written {{! … }} or {{!-- … --}}, without braces, < or -- in it");
            return part.Text.Length;
        }

        return close + 2;
    }

    private void Take(int start, List<(string Word, int At)> words)
    {
        switch (words)
        {
            case [("#if" or "#unless", var at), var (field, fieldAt)]:
                Named(field, fieldAt);
                check.Open(lines.At(at).Line, lines.At(at).Column);
                open.Push((words[0].Word[1..], start, false));
                break;
            case [("else", _)] when open.TryPeek(out var block) && !block.HasElse:
                open.Push(open.Pop() with { HasElse = true });
                check.Otherwise();
                break;
            case [("else", var at), ..]:
                Fault(at, words.Count > 1 ? "else stands alone: put another block into it" : "else without a block of its own");
                break;
            case [("/if" or "/unless", var at)]:
                Close(words[0].Word[1..], at);
                break;
            case [var (name, at)] when IsName(name):
                check.Printed(null, default, name, lines.At(at));
                break;
            case [var (helper, at), var (field, fieldAt)] when IsName(helper) && IsName(field):
                check.Printed(helper, lines.At(at), field, lines.At(fieldAt));
                break;
            default:
                Refuse(start, words);
                break;
        }
    }

    private void Close(string name, int at)
    {
        if (!open.TryPeek(out var block) || block.Name != name)
        {
            Fault(at, $"/{name} closes no block");
            return;
        }

        open.Pop();
        check.Close(lines.At(at).Line, lines.At(at).Column);
    }

    private void Named(string field, int at)
    {
        if (IsName(field))
        {
            check.Named(field, lines.At(at).Line, lines.At(at).Column);
        }
        else
        {
            Fault(at, $"unknown field {Shown(field)}");
        }
    }

    private void Refuse(int start, List<(string Word, int At)> words)
    {
        var (word, at) = words.Count == 0 ? ("", start) : words[0];
        Fault(at, word switch
        {
            "" => "nothing is named",
            "#if" or "#unless" => $"{word} asks for one field",
            ['>', ..] => "templates do not include others",
            ['&', ..] => "& does not escape: write the field alone",
            ['#' or '^' or '/', ..] => $"unknown block {Shown(word)}: there are #if, #unless and else",
            _ when words.Count == 1 => $"unknown field {Shown(word)}",
            _ when !IsName(word) || !Helpers.All.ContainsKey(word) => $"unknown helper {Shown(word)}",
            _ => $"{word} takes one field",
        });
    }

    private List<(string Word, int At)> Words(int from, int to)
    {
        var words = new List<(string, int)>();
        for (var at = from; at < to;)
        {
            var end = at;
            while (end < to && !char.IsWhiteSpace(part.Text[end]))
            {
                end++;
            }

            if (end > at)
            {
                words.Add((part.Text[at..end], at));
            }

            at = end + 1;
        }

        return words;
    }

    private void Fault(int index, string message)
    {
        var (line, column) = lines.At(index);
        check.Fault(line, column, message);
    }

    private static bool IsName(string word) => char.IsAsciiLetter(word[0]) && word.All(char.IsAsciiLetterOrDigit);

    private static string Shown(string word) => word.Length <= 50 ? word : word[..50] + "…";
}
