namespace Lifecycle.Api.Imports.Ordering;

/// <summary>Reads a sorted run from its beginning.</summary>
internal sealed class RunReader(FileStream file, int number) : IDisposable
{
    private byte[] record = new byte[256];
    private int length;

    /// <summary>Which run it is: earlier ones hold earlier records.</summary>
    public int Number { get; } = number;

    public ulong Prefix { get; private set; }

    public ReadOnlySpan<byte> Key => RunRecord.Key(record.AsSpan(0, length));

    public ReadOnlySpan<byte> Value => RunRecord.Value(record.AsSpan(0, length));

    public bool Read()
    {
        if (file.ReadAtLeast(record.AsSpan(0, RunRecord.Head), RunRecord.Head, throwOnEndOfStream: false) == 0)
        {
            return false;
        }

        length = RunRecord.Length(record);
        if (length > record.Length)
        {
            Array.Resize(ref record, length);
        }

        file.ReadExactly(record.AsSpan(RunRecord.Head, length - RunRecord.Head));
        Prefix = RunBuffer.Prefix(Key);
        return true;
    }

    public void Dispose() => file.Dispose();
}
