using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>Writes small values in few bytes: variable-length integers, zigzag for signs. Works in a rented buffer; dispose it.</summary>
internal sealed class PackWriter : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
    private int length;

    public PackWriter(byte format) => buffer[length++] = format;

    public PackWriter Number(long value) => Unsigned(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public PackWriter MaybeNumber(long? value)
    {
        Flag(value is not null);
        return value is { } number ? Number(number) : this;
    }

    public PackWriter Flag(bool value)
    {
        Room(1)[0] = value ? (byte)1 : (byte)0;
        length++;
        return this;
    }

    public PackWriter Text(string value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)bytes);
        length += Encoding.UTF8.GetBytes(value, Room(bytes));
        return this;
    }

    public PackWriter MaybeText(string? value)
    {
        Flag(value is not null);
        return value is null ? this : Text(value);
    }

    public PackWriter Day(DateOnly value) => Number(value.DayNumber);

    public PackWriter MaybeDay(DateOnly? value) => MaybeNumber(value?.DayNumber);

    public PackWriter Maybe<T>(T? value, Action<PackWriter, T> write)
        where T : class
    {
        Flag(value is not null);
        if (value is not null)
        {
            write(this, value);
        }

        return this;
    }

    public PackWriter Many<T>(ImmutableArray<T> values, Action<PackWriter, T> write)
    {
        Number(values.Length);
        foreach (var value in values)
        {
            write(this, value);
        }

        return this;
    }

    public PackWriter History<T>(History<T> history, Action<PackWriter, T> write)
    {
        Number(history.Values.Length);
        foreach (var value in history.Values)
        {
            write(Day(value.On), value.Value);
        }

        return this;
    }

    public byte[] ToArray() => buffer.AsSpan(0, length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private PackWriter Unsigned(ulong value)
    {
        const int longest = 10;
        var target = Room(longest);
        var written = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[written++] = (byte)((value & 0x7F) | 0x80);
        }

        target[written++] = (byte)value;
        length += written;
        return this;
    }

    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, length + bytes));
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsSpan(length);
    }
}

/// <summary>Reads what <see cref="PackWriter"/> wrote. Throws what a damaged input makes of it.</summary>
internal sealed class PackReader
{
    private readonly byte[] bytes;
    private int at;

    public PackReader(byte[] bytes, byte newest)
    {
        this.bytes = bytes;
        Format = Byte();
        if (Format == 0 || Format > newest)
        {
            throw new FormatException($"format {Format} is unknown");
        }
    }

    /// <summary>The format that the bytes were written in, which may be an older one.</summary>
    public byte Format { get; }

    public long Number()
    {
        var value = Unsigned(longestShift: 63);
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    public int Int() => checked((int)Number());

    public long? MaybeNumber() => Flag() ? Number() : null;

    public int? MaybeInt() => Flag() ? Int() : null;

    public bool Flag() => Byte() != 0;

    public string Text()
    {
        var length = (int)Unsigned(longestShift: 28);
        var text = bytes.AsSpan(at, Within(length));
        at += length;
        return SharedText.Of(text);
    }

    public string? MaybeText() => Flag() ? Text() : null;

    public DateOnly Day() => DateOnly.FromDayNumber(Int());

    public DateOnly? MaybeDay() => Flag() ? Day() : null;

    public ImmutableArray<T> Many<T>(Func<PackReader, T> read)
    {
        // Every element takes at least a byte: a length beyond the rest is damage, not a reason to allocate.
        var length = Within(Int());
        if (length == 0)
        {
            return [];
        }

        var values = new T[length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(this);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    public History<T> History<T>(Func<PackReader, T> read)
    {
        var length = Within(Int());
        if (length == 0)
        {
            return default;
        }

        var values = new DatedValue<T>[length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new(Day(), read(this));
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    public void End()
    {
        if (at != bytes.Length)
        {
            throw new FormatException("bytes are left over");
        }
    }

    private ulong Unsigned(int longestShift)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Byte();
            value |= unchecked((ulong)(next & 0x7F) << shift);
            if (next < 0x80)
            {
                return value;
            }

            if (shift >= longestShift)
            {
                throw new FormatException("a number does not end");
            }
        }
    }

    private byte Byte() => at < bytes.Length ? bytes[at++] : throw new EndOfStreamException("the bytes end too early");

    private int Within(int length) =>
        length >= 0 && length <= bytes.Length - at ? length : throw new FormatException($"a length of {length} cannot be");
}
