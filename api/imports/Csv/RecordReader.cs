using CsvHelper;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>A surveyed file as records, from its header on: what stands in them is not judged yet.</summary>
internal sealed class RecordReader : IDisposable
{
    private readonly CsvReader csv;

    private RecordReader(Stream file, Survey survey)
    {
        file.Position = 0;
        csv = survey.Open(file, _ => IsMalformed = true);
        Cells = new Cells(csv);
    }

    /// <summary>The first record.</summary>
    public Header Header { get; private set; } = null!;

    /// <summary>The cells of the current record.</summary>
    public Cells Cells { get; }

    /// <summary>Counts data rows from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The physical line on which the current record begins.</summary>
    public long Line => csv.LineNumber;

    /// <summary>Whether the current record's quotes do not say where its cells end.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The current record as it was sent, in UTF-8, without its line break.</summary>
    public ReadOnlySpan<byte> Raw => csv.RawRecord;

    /// <summary>Opens a file and checks its header.</summary>
    public static Refusal? TryOpen(Stream file, Survey survey, ImportKind kind, out RecordReader reader)
    {
        reader = new RecordReader(file, survey);
        if (reader.TryReadHeader(kind) is not { } refusal)
        {
            return null;
        }

        reader.Dispose();
        return refusal;
    }

    /// <summary>Goes to the next record.</summary>
    public bool Read()
    {
        IsMalformed = false;
        Number++;
        return csv.Read();
    }

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();

    private Refusal? TryReadHeader(ImportKind kind)
    {
        csv.Read();
        if (IsMalformed)
        {
            return new("import-columns-missing", "The header cannot be read: its quotes are wrong.");
        }

        var refusal = Header.TryRead(System.Text.Encoding.UTF8.GetString(Raw), csv.Current.ToArray(), kind, out var header);
        Header = header;
        return refusal;
    }
}
