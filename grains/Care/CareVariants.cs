using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>Which of a campaign's two texts a contact gets: by lot, but the same lot whenever it is drawn.</summary>
public static class CareVariants
{
    /// <summary>The text of the rule's own template.</summary>
    public const string A = "A";

    /// <summary>The text of its second one.</summary>
    public const string B = "B";

    private const int Whole = 10_000;

    /// <summary>The variant of a decision; null where there is one text. The same on every channel.</summary>
    /// <param name="before">What was drawn before: a contact keeps it when the share changes.</param>
    public static string? Of(CareRule rule, CareKey key, string? before = null)
    {
        if (rule.Split is not { } split)
        {
            return null;
        }

        if (before is not null)
        {
            return before;
        }

        var lot = SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Occurrence}\n{key.CustomerId}\n{key.ContactId}"));
        return BinaryPrimitives.ReadUInt64BigEndian(lot) % Whole < (ulong)split.Share ? B : A;
    }

    /// <summary>The template that a decision's variant gets.</summary>
    public static string Template(CareRule rule, string? variant) => variant == B && rule.Split is { } split ? split.Template : rule.Template;
}
