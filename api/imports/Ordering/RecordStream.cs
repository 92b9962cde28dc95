using System.Text;
using Lifecycle.Api.Imports.Csv;

namespace Lifecycle.Api.Imports.Ordering;

/// <summary>An ordered file as a stream of records, a line each, for the one reader that knows the format.</summary>
internal sealed class RecordStream(OrderedFile file) : Stream, IRecordSource
{
    private readonly Queue<RecordPlace> places = [];
    private byte[] line = [];
    private int at;

    /// <inheritdoc/>
    public Stream Records => this;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public RecordPlace Next() => places.Dequeue();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (at < line.Length || TryTakeLine()))
        {
            var part = Math.Min(line.Length - at, buffer.Length - written);
            line.AsSpan(at, part).CopyTo(buffer[written..]);
            (written, at) = (written + part, at + part);
        }

        return written;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryTakeLine()
    {
        if (!file.Read())
        {
            return false;
        }

        // What cannot be read alone would draw in its neighbours: a placeholder goes in its place.
        places.Enqueue(new(file.Number, file.Line, file.StartsGroup, file.IsMalformed ? Encoding.UTF8.GetString(file.Raw) : null));
        (line, at) = (file.IsMalformed ? "-\n"u8.ToArray() : [.. file.Raw, (byte)'\n'], 0);
        return true;
    }
}
