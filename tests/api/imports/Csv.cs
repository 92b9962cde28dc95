using System.Text;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Csv;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>Reads a file as the worker does, without server and database.</summary>
internal static class Csv
{
    public static readonly DateOnly Today = new(2024, 6, 30);

    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static byte[] Utf8(string text) => new UTF8Encoding(false).GetBytes(text);

    /// <summary>The rows, or the fault of the file.</summary>
    public static (Refusal? Fault, List<ImportRow> Rows) Read(ImportKind kind, byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        var fault = Survey.TryTake(file, default, out var survey);
        RowReader reader = null!;
        fault ??= RowReader.TryOpen(file, survey, kind, out reader);
        var rows = new List<ImportRow>();
        if (fault is null)
        {
            using (reader)
            {
                while (reader.TryRead(Today, out var row))
                {
                    rows.Add(row);
                }
            }

            Assert.Equal(survey.Rows, rows.Count);
        }

        return (fault, rows);
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
