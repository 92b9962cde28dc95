using System.Diagnostics.CodeAnalysis;
using System.Text;
using CsvHelper;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>Records as rows: a row at fault says so and the reading goes on.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly CsvReader csv;
    private readonly IRecordSource source;
    private readonly Header header;
    private readonly Cells cells;
    private readonly IRowFormat format;

    /// <summary>Opens a source of records of a surveyed file, in whatever order.</summary>
    public RowReader(IRecordSource source, Survey survey, Header header, ImportKind kind)
    {
        (this.source, this.header) = (source, header);
        csv = (survey with { Encoding = Encoding.UTF8 }).Open(
            source.Records, bad => throw new InvalidOperationException("A record that was sound when it was ordered is not any more."));
        cells = new Cells(csv);
        format = kind switch
        {
            ImportKind.Customers => new CustomerFormat(header),
            ImportKind.Postings => new PostingFormat(header),
            _ => new EvaluationFormat(header),
        };
    }

    /// <summary>Reads the next row.</summary>
    /// <param name="today">The business day.</param>
    public bool TryRead(DateOnly today, [NotNullWhen(true)] out ImportRow? row)
    {
        row = null;
        if (!csv.Read())
        {
            return false;
        }

        var record = source.Next();
        row = record.Malformed is { } raw
            ? new(record.Number, record.Line, record.StartsGroup, raw, 0, null, Malformed)
            : Read(record, today);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => csv.Dispose();

    private static Refusal Malformed { get; } =
        new("row-quotes", "A quote does not enclose a whole cell; inside a quoted cell a quote is written twice.");

    private ImportRow Read(RecordPlace record, DateOnly today)
    {
        RowContent? content = null;
        var refusal = CheckCount() ?? format.TryRead(cells, today, out content);
        return new(
            record.Number, record.Line, record.StartsGroup, Encoding.UTF8.GetString(csv.RawRecord), csv.FieldCount,
            refusal is null ? content : null, refusal);
    }

    private Refusal? CheckCount() => csv.FieldCount == header.Count
        ? null
        : new("row-ragged", $"The row has {csv.FieldCount} cells, the header {header.Count}.");
}

/// <summary>Where a record stands in its file.</summary>
/// <param name="Number">Counts data rows from 1.</param>
/// <param name="Line">The physical line on which the record begins.</param>
/// <param name="StartsGroup">Whether it has nothing to do with the records read before it.</param>
/// <param name="Malformed">The record itself where its quotes are wrong; a placeholder stands for it among the records.</param>
internal readonly record struct RecordPlace(long Number, long Line, bool StartsGroup, string? Malformed);

/// <summary>Records in some order: their bytes, and beside them where each one comes from.</summary>
internal interface IRecordSource
{
    /// <summary>The records, a line each.</summary>
    Stream Records { get; }

    /// <summary>The place of the next record that is read from <see cref="Records"/>.</summary>
    RecordPlace Next();
}
