namespace Lifecycle.Api.Imports.Ordering;

/// <summary>
/// Sorts any number of records in bounded memory: sorted runs go to disk and are merged. Keys compare byte by byte,
/// records of one key keep the order in which they came.
/// </summary>
/// <param name="path">Where the runs go; their files end with this object, and after a kill with the next start.</param>
/// <param name="memory">In bytes; the longest record must fit.</param>
internal sealed class ExternalSort(string path, int memory) : IDisposable
{
    private const int RunBuffer = 1 << 17;

    private readonly RunBuffer buffer = new(memory);
    private readonly List<FileStream> runs = [];

    /// <summary>Takes a record.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (buffer.TryAdd(key, value))
        {
            return;
        }

        WriteRun();
        if (!buffer.TryAdd(key, value))
        {
            throw new InvalidOperationException("A record is larger than the memory of its sort.");
        }
    }

    /// <summary>The records in their order. No more can be added; this object must outlive the reading.</summary>
    public SortedRecords Sorted()
    {
        if (!buffer.IsEmpty)
        {
            WriteRun();
        }

        return new(runs.ConvertAll(run => new RunReader(run, runs.IndexOf(run))));
    }

    /// <inheritdoc/>
    public void Dispose() => runs.ForEach(run => run.Dispose());

    private void WriteRun()
    {
        var run = new FileStream(
            $"{path}-{runs.Count}", FileMode.Create, FileAccess.ReadWrite, FileShare.None, RunBuffer, FileOptions.DeleteOnClose);
        runs.Add(run);
        buffer.Drain(run);
        run.Position = 0;
    }
}
