using System.Collections.Immutable;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>Writes small values in few bytes: variable-length integers, zigzag for signs.</summary>
internal sealed class PackWriter : IDisposable
{
    private readonly MemoryStream stream = new();
    private readonly BinaryWriter writer;

    public PackWriter(byte format)
    {
        writer = new(stream, Encoding.UTF8);
        writer.Write(format);
    }

    public PackWriter Number(long value)
    {
        writer.Write7BitEncodedInt64((value << 1) ^ (value >> 63));
        return this;
    }

    public PackWriter MaybeNumber(long? value)
    {
        Flag(value is not null);
        return value is { } number ? Number(number) : this;
    }

    public PackWriter Flag(bool value)
    {
        writer.Write(value);
        return this;
    }

    public PackWriter Text(string value)
    {
        writer.Write(value);
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

    public PackWriter History<T>(History<T> history, Action<PackWriter, T> write) =>
        Many(history.Values, (p, v) => write(p.Day(v.On), v.Value));

    public byte[] ToArray() => stream.ToArray();

    public void Dispose() => writer.Dispose();
}

/// <summary>Reads what <see cref="PackWriter"/> wrote. Throws what a damaged input makes of it.</summary>
internal sealed class PackReader : IDisposable
{
    private readonly BinaryReader reader;

    public PackReader(byte[] bytes, byte newest)
    {
        reader = new(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        Format = reader.ReadByte();
        if (Format == 0 || Format > newest)
        {
            throw new FormatException($"format {Format} is unknown");
        }
    }

    /// <summary>The format that the bytes were written in, which may be an older one.</summary>
    public byte Format { get; }

    public long Number()
    {
        var value = reader.Read7BitEncodedInt64();
        return unchecked((long)((ulong)value >> 1) ^ -(value & 1));
    }

    public int Int() => checked((int)Number());

    public long? MaybeNumber() => Flag() ? Number() : null;

    public int? MaybeInt() => Flag() ? Int() : null;

    public bool Flag() => reader.ReadBoolean();

    public string Text() => reader.ReadString();

    public string? MaybeText() => Flag() ? Text() : null;

    public DateOnly Day() => DateOnly.FromDayNumber(Int());

    public DateOnly? MaybeDay() => Flag() ? Day() : null;

    public int Length()
    {
        // Every element takes at least a byte: a length beyond the rest is damage, not a reason to allocate.
        var length = Int();
        return length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? length
            : throw new FormatException($"a length of {length} cannot be");
    }

    public ImmutableArray<T> Many<T>(Func<PackReader, T> read)
    {
        var values = new T[Length()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(this);
        }

        return [.. values];
    }

    public History<T> History<T>(Func<PackReader, T> read) => new(Many(p => new DatedValue<T>(p.Day(), read(p))));

    public void End()
    {
        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw new FormatException("bytes are left over");
        }
    }

    public void Dispose() => reader.Dispose();
}
