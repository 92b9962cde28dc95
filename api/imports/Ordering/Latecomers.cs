using System.Buffers.Binary;
using System.Text;

namespace Lifecycle.Api.Imports.Ordering;

/// <summary>
/// Finds the rows that must wait for another customer's: their posting key stands in the file before, for somebody else.
/// Customers are done one after the other, so without this the order of customers would decide who gets the key.
/// </summary>
internal sealed class Latecomers(string path, int memory) : IDisposable
{
    private readonly ExternalSort keys = new(path, memory);

    /// <summary>Notes a row's key; rows come in the order of the file.</summary>
    public void Add(long row, ulong key, string customerId)
    {
        Span<byte> sortBy = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(sortBy, key);
        var value = new byte[sizeof(long) + Encoding.UTF8.GetMaxByteCount(customerId.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(value, row);
        var length = Encoding.UTF8.GetBytes(customerId, value.AsSpan(sizeof(long)));
        keys.Add(sortBy, value.AsSpan(0, sizeof(long) + length));
    }

    /// <summary>The rows that must wait.</summary>
    public RowSet Find(long rows)
    {
        var late = new RowSet(rows);
        var sorted = keys.Sorted();
        var (first, key, mustWait) = (Array.Empty<byte>(), Array.Empty<byte>(), false);
        while (sorted.Read())
        {
            var customer = sorted.Value[sizeof(long)..];
            if (!sorted.Key.SequenceEqual(key))
            {
                (first, key, mustWait) = (customer.ToArray(), sorted.Key.ToArray(), false);
            }

            mustWait |= !customer.SequenceEqual(first);
            if (mustWait)
            {
                late.Add(BinaryPrimitives.ReadInt64LittleEndian(sorted.Value));
            }
        }

        return late;
    }

    /// <inheritdoc/>
    public void Dispose() => keys.Dispose();
}

/// <summary>A set of rows, a bit each.</summary>
internal sealed class RowSet(long rows)
{
    private readonly ulong[] bits = new ulong[(rows / 64) + 1];

    public void Add(long row) => bits[row / 64] |= 1UL << (int)(row % 64);

    public bool Contains(long row) => (bits[row / 64] & (1UL << (int)(row % 64))) != 0;
}
