using System.Globalization;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Ordering;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>Alone in the process, whose heap is measured.</summary>
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
[Collection(nameof(FlatMemoryTests))]
public sealed class FlatMemoryTests
{
    private const int Rows = 400_000;
    private const int Bound = 12 << 20;

    /// <summary>What is held grows with the memory that the order may take, not with the file: here it is three times the bound.</summary>
    [Theory]
    [InlineData(1 << 20, true)]
    [InlineData(32 << 20, false)]
    public void A_large_file_is_read_in_the_memory_that_its_order_may_take(int memory, bool isFlat)
    {
        var folder = Directory.CreateTempSubdirectory("lifecycle-sort-").FullName;
        using (var file = new FileStream(Path.Combine(folder, "rows"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose))
        {
            Fill(file);
            Assert.InRange(file.Length, 3 * Bound, long.MaxValue);
            Assert.Equal(isFlat, Grown(file, Path.Combine(folder, "sort"), memory) < Bound);
        }

        Directory.Delete(folder);
    }

    private static long Grown(FileStream file, string path, int memory)
    {
        var (before, most, read) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0);
        Assert.Null(Survey.TryTake(file, default, out var survey));
        Assert.Null(RecordReader.TryOpen(file, survey, ImportKind.Postings, out var records));
        using (records)
        {
            using var ordered = new OrderedFile(records, ImportKind.Postings, ImportMode.Commit, survey.Rows, path, default, memory);
            using var reader = new RowReader(new RecordStream(ordered), survey, records.Header, ImportKind.Postings);
            while (reader.TryRead(Csv.Today, out _))
            {
                if (read++ % (Rows / 4) == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        }

        Assert.Equal(Rows, read);
        return most;
    }

    private static void Fill(Stream file)
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(ImportApi.PostingHeader);
        for (var i = 0; i < Rows; i++)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $"erp,a-key-of-some-length-as-many-systems-make-them-{i:D12},customer-{i * 7919L % 99_991:D7},shipment,1.00,2024-01-02\n"));
        }
    }
}
