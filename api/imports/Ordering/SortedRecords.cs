namespace Lifecycle.Api.Imports.Ordering;

/// <summary>Runs merged into one sequence, read record by record.</summary>
internal sealed class SortedRecords
{
    private readonly PriorityQueue<RunReader, RunReader> runs = new(Comparer<RunReader>.Create(Compare));
    private RunReader? current;

    public SortedRecords(IEnumerable<RunReader> readers)
    {
        foreach (var reader in readers.Where(reader => reader.Read()))
        {
            runs.Enqueue(reader, reader);
        }
    }

    public ReadOnlySpan<byte> Key => current!.Key;

    public ReadOnlySpan<byte> Value => current!.Value;

    public bool Read()
    {
        if (current is not null)
        {
            if (current.Read())
            {
                runs.Enqueue(current, current);
            }
        }

        return runs.TryDequeue(out current, out _);
    }

    private static int Compare(RunReader a, RunReader b)
    {
        var order = a.Prefix.CompareTo(b.Prefix);
        order = order != 0 ? order : a.Key.SequenceCompareTo(b.Key);
        return order != 0 ? order : a.Number.CompareTo(b.Number);
    }
}
