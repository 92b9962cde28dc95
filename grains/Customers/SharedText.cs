using System.Text;

namespace Lifecycle.Grains;

/// <summary>
/// One string for the words that thousands of customers share: classes, managers, regions. A bounded cache by hash, in
/// which the last comer wins; who finds another word there simply gets a string of its own.
/// </summary>
internal static class SharedText
{
    private const int Slots = 4096;
    private const int Longest = 64;

    private static readonly Entry?[] Entries = new Entry?[Slots];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref Entries[Hash(utf8) % Slots];
        if (slot is { } known && utf8.SequenceEqual(known.Bytes))
        {
            return known.Text;
        }

        var text = Encoding.UTF8.GetString(utf8);
        slot = new(utf8.ToArray(), text);
        return text;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return hash;
    }

    private sealed record Entry(byte[] Bytes, string Text);
}
