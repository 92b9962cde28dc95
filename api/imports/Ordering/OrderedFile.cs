using System.Buffers.Binary;
using System.Text;
using Lifecycle.Api.Imports.Csv;

namespace Lifecycle.Api.Imports.Ordering;

/// <summary>
/// A file's records in the order in which they are done: all of a customer one after the other, each customer's in the
/// order of the file, so that a customer is committed and rated once and not once per row. Rows that compete with another
/// customer's for a posting key come last, in the order of the file. Memory is bounded. The order follows from the file
/// alone, so that a run that was interrupted finds its place by counting.
/// </summary>
internal sealed class OrderedFile : IDisposable
{
    private const int Plenty = 32 << 20;
    private const int Head = sizeof(long) + sizeof(long) + 1;

    private readonly string path;
    private readonly int memory;
    private readonly bool byKey;
    private readonly int customer;
    private readonly int source;
    private readonly int externalId;
    private readonly ExternalSort sort;
    private readonly RowSet? late;
    private SortedRecords records;
    private ExternalSort? waiting;
    private bool areLate;
    private byte[]? group;

    /// <summary>Brings all records of a reader into order.</summary>
    /// <param name="rows">How many they are.</param>
    /// <param name="path">Where to put what does not fit into memory.</param>
    /// <param name="memory">In bytes; more of it makes fewer and longer runs.</param>
    public OrderedFile(RecordReader reader, ImportKind kind, ImportMode mode, long rows, string path, CancellationToken ct, int memory = Plenty)
    {
        (this.path, this.memory) = (path, memory);
        (customer, source, externalId) =
            (reader.Header[kind == ImportKind.Customers ? "id" : "customer_id"], reader.Header["source"], reader.Header["external_id"]);

        // A rehearsal of postings compares keys, whoever the customer is: those of one key stand together instead.
        byKey = kind == ImportKind.Postings && mode == ImportMode.Check;
        sort = new(path, memory);
        using var latecomers = kind == ImportKind.Postings && !byKey ? new Latecomers($"{path}-keys", memory) : null;
        var value = new byte[Head + Survey.LongestRow];
        try
        {
            while (reader.Read())
            {
                ct.ThrowIfCancellationRequested();
                Add(reader, value, latecomers);
            }

            late = latecomers?.Find(rows);
            records = sort.Sorted();
        }
        catch
        {
            // Nobody gets this object: what it has put on a disk that is full, perhaps, must go now.
            sort.Dispose();
            throw;
        }
    }

    /// <summary>Counts data rows of the file from 1.</summary>
    public long Number => BinaryPrimitives.ReadInt64LittleEndian(records.Value);

    /// <summary>The physical line on which the record begins.</summary>
    public long Line => BinaryPrimitives.ReadInt64LittleEndian(records.Value[sizeof(long)..]);

    /// <summary>Whether the record's quotes do not say where its cells end.</summary>
    public bool IsMalformed => records.Value[Head - 1] != 0;

    /// <summary>The record as it was sent, in UTF-8.</summary>
    public ReadOnlySpan<byte> Raw => records.Value[Head..];

    /// <summary>Whether the record's verdict depends on no record read before it.</summary>
    public bool StartsGroup { get; private set; }

    /// <summary>Goes to the next record.</summary>
    public bool Read()
    {
        while (records.Read())
        {
            if (areLate)
            {
                StartsGroup = false;
                return true;
            }

            if (late?.Contains(Number) is true)
            {
                Postpone();
                continue;
            }

            StartsGroup = group is null || !records.Key.SequenceEqual(group);
            group = StartsGroup ? records.Key.ToArray() : group;
            return true;
        }

        if (waiting is null || areLate)
        {
            return false;
        }

        (areLate, records) = (true, waiting.Sorted());
        return Read();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sort.Dispose();
        waiting?.Dispose();
    }

    private void Add(RecordReader reader, byte[] value, Latecomers? latecomers)
    {
        var raw = reader.Raw;
        BinaryPrimitives.WriteInt64LittleEndian(value, reader.Number);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(sizeof(long)), reader.Line);
        value[Head - 1] = reader.IsMalformed ? (byte)1 : (byte)0;
        raw.CopyTo(value.AsSpan(Head));

        var customerId = reader.IsMalformed ? "" : reader.Cells.Text(customer) ?? "";
        var key = byKey || latecomers is not null
            ? KeyHash.Of(reader.IsMalformed ? null : reader.Cells.Text(source), reader.IsMalformed ? null : reader.Cells.Text(externalId))
            : 0;
        sort.Add(byKey ? BigEndian(key) : Encoding.UTF8.GetBytes(customerId), value.AsSpan(0, Head + raw.Length));
        if (!reader.IsMalformed)
        {
            latecomers?.Add(reader.Number, key, customerId);
        }
    }

    private void Postpone()
    {
        waiting ??= new($"{path}-late", memory);
        waiting.Add(BigEndian((ulong)Number), records.Value);
    }

    private static byte[] BigEndian(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }
}
