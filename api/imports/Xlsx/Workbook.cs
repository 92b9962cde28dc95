using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Xlsx;

/// <summary>
/// XLSX files: the first sheet becomes a CSV file, row by row, and is imported as that. Empty rows stay as empty lines, so
/// that line numbers are those of the sheet.
/// </summary>
internal static class Workbook
{
    /// <summary>The largest workbook, unpacked. A sheet is read as a stream; a full one of a million rows has about a gigabyte.</summary>
    internal const long LargestSheets = 4L << 30;

    /// <summary>What is beside the sheets, above all the table of strings, is held in memory.</summary>
    internal const long LargestRest = 128 << 20;

    // The reader wants the code page of files much older than XLSX.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file is a ZIP archive, which no text is.</summary>
    public static bool IsOne(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>Writes the first sheet as CSV, with the byte order mark that spreadsheets want back.</summary>
    public static Refusal? TryConvert(Stream file, Stream csv, CancellationToken ct)
    {
        try
        {
            file.Position = 0;
            if (TooLarge(file) is { } tooLarge)
            {
                return tooLarge;
            }

            file.Position = 0;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(file, new() { LeaveOpen = true });
            using var writer = new StreamWriter(csv, Encoding.UTF8, 1 << 16, leaveOpen: true) { NewLine = "\n" };
            Write(reader, writer, ct);
            return null;
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or XmlException or FormatException or EndOfStreamException)
        {
            return new("import-xlsx", $"The file looks like a workbook but cannot be read as one: {e.Message}");
        }
    }

    /// <summary>Small files unpack into large ones: bounded by what the archive says, beyond which nothing of it is read.</summary>
    private static Refusal? TooLarge(Stream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var (sheets, rest) = (0L, 0L);
        foreach (var entry in archive.Entries)
        {
            (sheets, rest) = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
                ? (sheets + entry.Length, rest)
                : (sheets, rest + entry.Length);
        }

        return sheets <= LargestSheets && rest <= LargestRest
            ? null
            : new("import-xlsx-too-large", "The workbook is too large; save the sheet as CSV in UTF-8.");
    }

    private static void Write(IExcelDataReader reader, StreamWriter writer, CancellationToken ct)
    {
        // Columns that were only coloured have no header: they are none.
        var width = 0;
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            var cells = Enumerable.Range(0, reader.FieldCount).Select(column => CellText.Of(reader.GetValue(column))).ToList();
            var last = cells.FindLastIndex(cell => !string.IsNullOrWhiteSpace(cell));
            width = width == 0 ? last + 1 : width;
            writer.WriteLine(last < 0 ? "" : string.Join(',', cells.Take(Math.Max(width, last + 1)).Select(CellText.Quoted)));
        }
    }
}
