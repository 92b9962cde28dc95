using System.Text;

namespace Lifecycle.Grains;

/// <summary>What text may be, everywhere: bounded, and storable in UTF-8 without loss.</summary>
public static class Text
{
    /// <summary>Longest identifier (customer, source, external id, manager, evaluator), in UTF-16 units.</summary>
    public const int IdLength = 100;

    /// <summary>Longest name, region, position and the like, in UTF-16 units.</summary>
    public const int NameLength = 200;

    /// <summary>Longest free note, in UTF-16 units.</summary>
    public const int NoteLength = 2000;

    /// <summary>Refuses an identifier that is empty, too long, padded with spaces, or holds what cannot be stored.</summary>
    public static Refusal? CheckId(string? value, string field) => value switch
    {
        null or "" => new("required", $"{field} is required.", field),

        // No address can hold them, escaped or not: servers and clients resolve them away.
        "." or ".." => new("text-invalid", $"{field} must not be a dot segment.", field),
        _ => Check(value, field, IdLength),
    };

    /// <summary>Refuses text that is blank, padded, too long, or holds control characters or lone surrogates. Null passes.</summary>
    public static Refusal? Check(string? value, string field, int longest = NameLength)
    {
        if (value is null)
        {
            return null;
        }

        if (value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
        {
            return new("text-blank", $"{field} must not be blank or begin or end with a space.", field);
        }

        return CheckCharacters(value, field, longest, allowLineBreaks: false);
    }

    /// <summary>Like <see cref="Check"/>, for notes: line breaks and blanks are allowed.</summary>
    public static Refusal? CheckNote(string? value, string field, int longest = NoteLength) =>
        value is null ? null : CheckCharacters(value, field, longest, allowLineBreaks: true);

    private static Refusal? CheckCharacters(string value, string field, int longest, bool allowLineBreaks)
    {
        if (value.Length > longest)
        {
            return new("text-too-long", $"{field} is longer than {longest} characters.", field);
        }

        for (var i = 0; i < value.Length; i += char.IsSurrogatePair(value, i) ? 2 : 1)
        {
            if (!Rune.TryGetRuneAt(value, i, out var rune))
            {
                return new("text-invalid", $"{field} holds half of a surrogate pair.", field);
            }

            if (Rune.IsControl(rune) && !(allowLineBreaks && rune.Value is '\n' or '\r' or '\t'))
            {
                return new("text-invalid", $"{field} holds a control character.", field);
            }
        }

        return null;
    }
}
