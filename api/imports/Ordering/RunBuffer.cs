using System.Buffers.Binary;

namespace Lifecycle.Api.Imports.Ordering;

/// <summary>Records in memory until they fill a run: a fixed number of bytes, however many records there are.</summary>
internal sealed class RunBuffer(int capacity)
{
    // Not cleared: a small file touches little of it.
    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private readonly List<Entry> entries = [];
    private int used;

    public bool IsEmpty => entries.Count == 0;

    /// <summary>Takes a record; false when it does not fit any more.</summary>
    public bool TryAdd(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var length = RunRecord.Length(key, value);
        if (length > bytes.Length - used)
        {
            return false;
        }

        RunRecord.Write(bytes.AsSpan(used, length), key, value);
        entries.Add(new(Prefix(key), used, length));
        used += length;
        return true;
    }

    /// <summary>Writes the records in the order of their keys, those of one key in the order in which they came, and is empty.</summary>
    public void Drain(Stream target)
    {
        // The place in the buffer settles ties, so that the sort need not be stable.
        entries.Sort((a, b) =>
        {
            var order = a.Prefix.CompareTo(b.Prefix);
            order = order != 0 ? order : Key(a).SequenceCompareTo(Key(b));
            return order != 0 ? order : a.At.CompareTo(b.At);
        });
        foreach (var entry in entries)
        {
            target.Write(bytes.AsSpan(entry.At, entry.Length));
        }

        entries.Clear();
        used = 0;
    }

    /// <summary>The first eight bytes of a key as a number: most comparisons need no more.</summary>
    public static ulong Prefix(ReadOnlySpan<byte> key)
    {
        Span<byte> first = stackalloc byte[8];
        first.Clear();
        key[..Math.Min(key.Length, 8)].CopyTo(first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }

    private ReadOnlySpan<byte> Key(Entry entry) => RunRecord.Key(bytes.AsSpan(entry.At, entry.Length));

    private readonly record struct Entry(ulong Prefix, int At, int Length);
}
