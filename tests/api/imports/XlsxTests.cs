using System.IO.Compression;
using System.Text;
using Lifecycle.Api.Imports.Xlsx;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

public sealed class XlsxTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public void Cells_become_the_text_that_a_csv_file_has_for_them()
    {
        var sheet = Sheet.Of(
            ["a", "b", "c", "d", null],
            ["客户, \"1\"", 0.1 + 0.2, new DateOnly(2024, 2, 29), true],
            [],
            [4711.0, 1234567.89, "two\nlines", null, null],
            [" x", 1e300, null, null, "beyond"]);
        Assert.Equal(
            "\uFEFFa,b,c,d\n\"客户, \"\"1\"\"\",0.3,2024-02-29,true\n\n4711,1234567.89,two lines,\n\" x\",1E+300,,,beyond\n",
            Convert(sheet).Csv);
    }

    [Fact]
    public async Task A_sheet_is_imported_and_its_rejected_rows_come_back_in_its_layout()
    {
        await api.ImportAsync("customers", ImportApi.Customers);
        var sheet = Sheet.Of(
            ["external_id", "source", "customer_id", "kind", "amount", "occurred_on", "due_on"],
            [4711.0, "erp", "c1", "shipment", 5053.1, new DateOnly(2026, 1, 2), new DateOnly(2026, 3, 1)],
            [],
            [4712.0, "erp", "c1", "shipment", 1.005, new DateOnly(2026, 1, 2), null]);
        var sent = await ImportApi.SendAsync(api.Client, "kind=postings", sheet);
        var import = await ImportApi.EndAsync(api.Client, sent.Body.GetProperty("id").GetString()!);
        Assert.Equal(("done", (1L, 0L, 1L)), (import.Status(), import.Figures()));
        Assert.Equal(5053.1m, (await api.GetAsync("/customers/c1")).GetProperty("receivable").GetDecimal());
        var errors = (await api.ErrorsAsync(import)).Split("\r\n");
        Assert.Equal("external_id,source,customer_id,kind,amount,occurred_on,due_on,line,error", errors[0]);
        Assert.StartsWith("4712,erp,c1,shipment,1.005,2026-01-02,,4,\"amount-too-precise", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_workbook_says_so()
    {
        Assert.Equal("import-xlsx", Convert(Zip("readme.txt", "text"u8.ToArray())).Code);
        Assert.Equal("import-xlsx", Convert([.. "PK\u0003\u0004"u8, .. new byte[100]]).Code);
        Assert.Equal("import-xlsx", Convert(Sheet.Pack("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row>")).Code);
    }

    [Fact]
    public void A_small_file_that_unpacks_into_a_large_one_is_not_unpacked() =>
        Assert.Equal("import-xlsx-too-large", Convert(Zip("xl/sharedStrings.xml", new byte[Workbook.LargestRest + 1])).Code);

    private static byte[] Zip(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return bytes.ToArray();
    }

    private static (string? Code, string Csv) Convert(byte[] bytes)
    {
        using var csv = new MemoryStream();
        using var file = new MemoryStream(bytes);
        Assert.True(Workbook.IsOne(file));
        var refusal = Workbook.TryConvert(file, csv, default);
        return (refusal?.Code, Encoding.UTF8.GetString(csv.ToArray()));
    }
}
