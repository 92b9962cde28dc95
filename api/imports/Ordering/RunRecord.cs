using System.Buffers.Binary;

namespace Lifecycle.Api.Imports.Ordering;

/// <summary>A record of a run as bytes: its length, the key's length, key, value.</summary>
internal static class RunRecord
{
    /// <summary>How many bytes tell the lengths.</summary>
    public const int Head = sizeof(int) + sizeof(int);

    public static int Length(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Head + key.Length + value.Length;

    public static void Write(Span<byte> target, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[sizeof(int)..], key.Length);
        key.CopyTo(target[Head..]);
        value.CopyTo(target[(Head + key.Length)..]);
    }

    public static int Length(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt32LittleEndian(head);

    public static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> record) => record.Slice(Head, KeyLength(record));

    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> record) => record[(Head + KeyLength(record))..];

    private static int KeyLength(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[sizeof(int)..]);
}
