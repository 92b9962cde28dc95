using Lifecycle.Api.Imports;
using Lifecycle.Api.Imports.Csv;
using Lifecycle.Api.Imports.Ordering;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Imports;

public sealed class OrderTests
{
    [Fact]
    public void Customers_come_one_after_the_other_each_in_the_order_of_the_file()
    {
        // Far more than fits into the memory of the sort, so that runs are merged.
        var rows = Read(string.Concat(Enumerable.Range(0, 20_000).Select(i => Row($"k{i}", $"customer-{i * 7919 % 997:D4}"))), ImportMode.Commit, 1 << 17);
        Assert.Equal(20_000, rows.Count);
        Assert.Equal(rows.OrderBy(row => row.Content!.CustomerId, StringComparer.Ordinal).ThenBy(row => row.Number), rows);
        Assert.Equal(997, rows.Count(row => row.StartsGroup));
        Assert.All(rows, row => Assert.Equal((row.Number + 1, $"k{row.Number - 1}"), (row.Line, ((AcceptPosting)row.Content!.Command).Posting.ExternalId)));
    }

    [Fact]
    public void A_row_whose_key_another_customer_has_before_it_comes_last()
    {
        var rows = Read(Row("1", "c9") + Row("2", "c1") + Row("1", "c1") + Row("3", "c1") + Row("1", "c9") + Row("2", "c1"), ImportMode.Commit);
        Assert.Equal([2L, 4, 6, 1, 3, 5], rows.Select(row => row.Number));
        Assert.Equal([true, false, false, true, false, false], rows.Select(row => row.StartsGroup));
    }

    [Fact]
    public void A_rehearsal_reads_rows_of_one_key_together()
    {
        var rows = Read(Row("1", "c9") + Row("2", "c1") + Row("1", "c1") + Row("2", "c2"), ImportMode.Check);
        Assert.Equal(2, rows.Count(row => row.StartsGroup));
        Assert.Equal(rows[0].Content!.Order, rows[1].Content!.Order);
        Assert.True(rows[0].Number < rows[1].Number && rows[2].Number < rows[3].Number);
    }

    [Fact]
    public void A_row_of_broken_quotes_stays_alone_wherever_it_comes_to_stand()
    {
        var rows = Read(Row("1", "c9") + Row("2", "c1") + "erp,\"3,c1,shipment,1,2024-01-02", ImportMode.Commit);
        Assert.Equal([(3L, "row-quotes"), (2, null), (1, null)], rows.Select(row => (row.Number, row.Refusal?.Code)));
        Assert.Equal("erp,\"3,c1,shipment,1,2024-01-02", rows[0].Raw);
    }

    private static string Row(string key, string customer) => $"erp,{key},{customer},shipment,1.00,2024-01-02\n";

    private static List<ImportRow> Read(string body, ImportMode mode, int memory = 1 << 20)
    {
        var folder = Directory.CreateTempSubdirectory("lifecycle-sort-").FullName;
        using var file = new MemoryStream(Csv.Utf8(ImportApi.PostingHeader + body));
        Assert.Null(Survey.TryTake(file, default, out var survey));
        Assert.Null(RecordReader.TryOpen(file, survey, ImportKind.Postings, out var records));
        var rows = new List<ImportRow>();
        using (records)
        {
            using var ordered = new OrderedFile(records, ImportKind.Postings, mode, survey.Rows, Path.Combine(folder, "sort"), default, memory);
            using var reader = new RowReader(new RecordStream(ordered), survey, records.Header, ImportKind.Postings);
            while (reader.TryRead(Csv.Today, out var row))
            {
                rows.Add(row);
            }
        }

        Directory.Delete(folder); // empty: nothing is left behind
        return rows;
    }
}
