namespace Lifecycle.Api.Imports.Ordering;

/// <summary>
/// A posting's key as eight bytes that are the same in every process (FNV-1a, stirred). Keys that share them by chance are only
/// kept in the order of the file for nothing.
/// </summary>
internal static class KeyHash
{
    public static ulong Of(string? source, string? externalId)
    {
        var hash = Add(Add(14695981039346656037UL, source) ^ '\n', externalId);
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
            return hash ^ (hash >> 33);
        }
    }

    private static ulong Add(ulong hash, string? text)
    {
        foreach (var c in text ?? "")
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return hash;
    }
}
