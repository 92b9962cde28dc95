using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Csv;

namespace Lifecycle.Tests.Api.Imports;

public sealed class SharedFileTests
{
    [SharedDataFact]
    public void The_shared_files_are_read_without_a_fault()
    {
        foreach (var folder in new[] { "online-retail", "receivables" })
        {
            Assert.All(Read(ImportKind.Customers, folder, "customers.csv"), row => Assert.Null(row.Refusal));
            Assert.All(Read(ImportKind.Postings, folder, "postings.csv"), row => Assert.Null(row.Refusal));
        }
    }

    private static List<ImportRow> Read(ImportKind kind, string folder, string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(SharedData.Folder!, folder, file));
        var (fault, rows) = Csv.Read(kind, bytes);
        Assert.Null(fault);
        Assert.NotEmpty(rows);
        return rows;
    }
}
