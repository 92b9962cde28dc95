using System.Text;
using CsvHelper;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>What a first, quick pass over a file finds out before any of its rows is touched.</summary>
/// <param name="Encoding">UTF-8 or GB18030.</param>
/// <param name="QuotesSpanLines">
/// Whether a quoted cell may hold line breaks. A quote that is never closed, or closed by a later row's, would swallow all
/// rows between: in a file where that happens every line is a row, so that only the row at fault is lost.
/// </param>
/// <param name="Rows">The number of data rows.</param>
internal sealed record Survey(Encoding Encoding, bool QuotesSpanLines, long Rows)
{
    /// <summary>The longest row, in bytes of UTF-8.</summary>
    public const int LongestRow = 1 << 16;

    /// <summary>Whether a spreadsheet needs a byte order mark to read this file's text back: it had one, or was no UTF-8.</summary>
    public bool WantsMark { get; private init; }

    /// <summary>Surveys a file from its beginning.</summary>
    public static Refusal? TryTake(Stream file, CancellationToken ct, out Survey survey)
    {
        survey = null!;
        if (TextEncoding.TryDetect(file, ct, out var encoding) is { } unreadable)
        {
            return unreadable;
        }

        var found = new Survey(encoding, true, 0) { WantsMark = encoding is not UTF8Encoding || HasMark(file) };
        var refusal = found.TryCount(file, ct, out var rows, out var swallows);
        if (swallows)
        {
            found = found with { QuotesSpanLines = false };
            refusal = found.TryCount(file, ct, out rows, out _);
        }

        survey = found with { Rows = rows };
        return refusal ?? (rows <= 0 ? new("import-empty", rows < 0 ? "There is nothing in the file." : "There is no row below the header.") : null);
    }

    /// <summary>A reader over records in this file's manner.</summary>
    /// <param name="onMalformed">Told of bad quotes before their record is returned.</param>
    public CsvReader Open(Stream file, Action<CsvMalformedRecord> onMalformed)
    {
        return CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                Separator = ',',
                HasHeader = false,
                Encoding = Encoding,
                DetectSeparatorHint = false,
                TrackLineNumbers = true,
                TrimWhitespace = true,
                AllowLineBreaksInQuotes = QuotesSpanLines,
                MaxRecordSize = LongestRow,
                MalformedData = CsvMalformedDataHandling.Recover,
                FieldCountMismatch = CsvFieldCountHandling.Allow,
                OnMalformedRecord = onMalformed,
            },
            leaveOpen: true);
    }

    /// <summary>The fault of a file with a row beyond <see cref="LongestRow"/>.</summary>
    private static Refusal TooLong(long afterLine) =>
        new("import-row-too-long", $"The row after line {afterLine} is longer than {LongestRow} bytes.");

    private Refusal? TryCount(Stream file, CancellationToken ct, out long rows, out bool swallows)
    {
        (rows, swallows, file.Position) = (-1, false, 0);
        var (spans, line) = (false, 0L);
        using var csv = Open(file, bad => spans |= bad.RawRecord.AsSpan().ContainsAny('\r', '\n'));
        try
        {
            while (!spans && csv.Read())
            {
                ct.ThrowIfCancellationRequested();
                (rows, line) = (rows + 1, csv.LineNumber);
            }
        }
        catch (CsvFormatException)
        {
            swallows = QuotesSpanLines;
            return TooLong(line);
        }

        swallows = spans && QuotesSpanLines;
        return null;
    }

    private static bool HasMark(Stream file)
    {
        Span<byte> start = stackalloc byte[3];
        file.Position = 0;
        return file.ReadAtLeast(start, 3, throwOnEndOfStream: false) == 3 && start.SequenceEqual(Encoding.UTF8.Preamble);
    }
}
