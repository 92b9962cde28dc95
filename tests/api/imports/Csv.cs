using System.Text;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Ordering;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>Reads a file as the worker does, without server and database.</summary>
internal static class Csv
{
    public static readonly DateOnly Today = new(2024, 6, 30);

    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static byte[] Utf8(string text) => new UTF8Encoding(false).GetBytes(text);

    /// <summary>The rows in the order of the file, or its fault.</summary>
    public static (Refusal? Fault, List<ImportRow> Rows) Read(ImportKind kind, byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        var folder = Directory.CreateTempSubdirectory("lifecycle-sort-").FullName;
        var fault = Survey.TryTake(file, default, out var survey);
        RecordReader records = null!;
        fault ??= RecordReader.TryOpen(file, survey, kind, out records);
        var rows = new List<ImportRow>();
        if (fault is null)
        {
            using (records)
            {
                using var ordered = new OrderedFile(records, kind, ImportMode.Commit, survey.Rows, Path.Combine(folder, "sort"), default);
                using var reader = new RowReader(new RecordStream(ordered), survey, records.Header, kind);
                while (reader.TryRead(Today, out var row))
                {
                    rows.Add(row);
                }
            }

            Assert.Equal(survey.Rows, rows.Count);
        }

        Directory.Delete(folder); // empty: nothing is left behind
        return (fault, [.. rows.OrderBy(row => row.Number)]);
    }

    public static List<ImportRow> Rows(ImportKind kind, string text)
    {
        var (fault, rows) = Read(kind, Utf8(text));
        Assert.Null(fault);
        return rows;
    }

    /// <summary>The one row under a header.</summary>
    public static ImportRow Row(ImportKind kind, string text) => Assert.Single(Rows(kind, text));

    /// <summary>The one row under a header, which must be sound.</summary>
    public static TCommand Command<TCommand>(ImportKind kind, string text) where TCommand : Command
    {
        var row = Row(kind, text);
        Assert.Null(row.Refusal);
        return Assert.IsType<TCommand>(row.Content!.Command);
    }
}
