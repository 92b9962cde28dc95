using System.Diagnostics.CodeAnalysis;
using System.Text;
using CsvHelper;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>A surveyed file as rows: pure but for the stream. A row at fault says so and the reading goes on.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly CsvReader csv;
    private readonly Cells cells;
    private IRowFormat format = null!;
    private CsvMalformedReason? malformed;
    private long number;

    private RowReader(Stream file, Survey survey)
    {
        csv = survey.Open(file, bad => malformed = bad.Reason);
        cells = new Cells(csv);
    }

    /// <summary>The first row.</summary>
    public Header Header { get; private set; } = null!;

    /// <summary>Opens a file and checks its header.</summary>
    public static Refusal? TryOpen(Stream file, Survey survey, ImportKind kind, out RowReader reader)
    {
        reader = new RowReader(file, survey);
        if (reader.TryReadHeader(kind) is not { } refusal)
        {
            return null;
        }

        reader.Dispose();
        return refusal;
    }

    /// <summary>Passes over the rows that an earlier run has dealt with.</summary>
    public void Skip(long rows)
    {
        while (number < rows && csv.Read())
        {
            number++;
        }
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="today">The business day.</param>
    public bool TryRead(DateOnly today, [NotNullWhen(true)] out ImportRow? row)
    {
        row = null;
        malformed = null;
        if (!csv.Read())
        {
            return false;
        }

        number++;
        RowContent? content = null;
        var refusal = malformed is not null
            ? new("row-quotes", "A quote does not enclose a whole cell; inside a quoted cell a quote is written twice.")
            : CheckCount() ?? format.TryRead(cells, today, out content);
        row = new(number, csv.LineNumber, Raw(), malformed is null ? csv.FieldCount : 0, refusal is null ? content : null, refusal);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();

    private Refusal? TryReadHeader(ImportKind kind)
    {
        csv.Read();
        if (malformed is not null)
        {
            return new("import-columns-missing", "The header cannot be read: its quotes are wrong.");
        }

        var refusal = Header.TryRead(Raw(), csv.Current.ToArray(), kind, out var header);
        Header = header;
        format = kind switch
        {
            ImportKind.Customers => new CustomerFormat(header),
            ImportKind.Postings => new PostingFormat(header),
            _ => new EvaluationFormat(header),
        };
        return refusal;
    }

    private Refusal? CheckCount() => csv.FieldCount == Header.Count
        ? null
        : new("row-ragged", $"The row has {csv.FieldCount} cells, the header {Header.Count}.");

    private string Raw() => Encoding.UTF8.GetString(csv.RawRecord);
}
