using System.Text;
using Lifecycle.Api.Imports;

namespace Lifecycle.Tests.Api.Imports;

public sealed class BadFileTests
{
    private const string Header = "source,external_id,customer_id,kind,amount,occurred_on\n";
    private const string Row = "erp,1,c1,shipment,10.00,2024-01-02\n";

    [Theory]
    [InlineData("", "import-empty", "nothing")]
    [InlineData("\n\r\n\n", "import-empty", "nothing")]
    [InlineData("\uFEFF", "import-empty", "nothing")]
    [InlineData(Header, "import-empty", "below the header")]
    [InlineData(Row + Row, "import-columns-missing", "source, external_id, customer_id, kind, amount, occurred_on")]
    [InlineData("source,external_id,kind,amount\nerp,1,shipment,1\n", "import-columns-missing", "customer_id, occurred_on")]
    [InlineData("source,external_id,customer_id,kind,amount,occurred_on,due_no\nerp,1,c1,shipment,1,2024-01-02,\n", "import-columns-unknown", "due_no")]
    [InlineData("source,external_id,customer_id,kind,amount,occurred_on,\nerp,1,c1,shipment,1,2024-01-02,\n", "import-columns-unknown", "column 7")]
    [InlineData("source,external_id,customer_id,kind,amount,occurred_on,Amount\nerp,1,c1,shipment,1,2024-01-02,2\n", "import-columns-repeated", "Amount")]
    [InlineData("source;external_id;customer_id;kind;amount;occurred_on\nerp;1;c1;shipment;1;2024-01-02\n", "import-delimiter", "';'")]
    [InlineData("source\texternal_id\tcustomer_id\nerp\t1\tc1\n", "import-delimiter", "tabs")]
    [InlineData("source，external_id，customer_id\nerp，1，c1\n", "import-delimiter", "'，'")]
    [InlineData("\"source\"x,external_id,customer_id,kind,amount,occurred_on\n" + Row, "import-columns-missing", "quotes")]
    [InlineData(Header + "erp,\0,c1,shipment,10.00,2024-01-02\n", "import-encoding", "NUL")]
    public void Names_what_is_wrong_with_the_whole_file(string text, string code, string says)
    {
        var (fault, _) = Csv.Read(ImportKind.Postings, Csv.Utf8(text));
        Assert.Equal(code, fault?.Code);
        Assert.Contains(says, fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_text_in_neither_encoding()
    {
        Assert.Equal("import-encoding", Csv.Read(ImportKind.Postings, [.. Csv.Utf8(Header + Row), 0xFF, 0xFE, 0xFF]).Fault?.Code);
        Assert.Equal("import-encoding", Csv.Read(ImportKind.Postings, Encoding.Unicode.GetBytes(Header + Row)).Fault?.Code);
    }

    [Fact]
    public void Refuses_a_row_beyond_the_limit_and_says_where_it_is()
    {
        var endless = Header + Row + "erp," + new string('x', 200_000) + ",c1,shipment,10.00,2024-01-02\n" + Row;
        var (fault, _) = Csv.Read(ImportKind.Postings, Csv.Utf8(endless));
        Assert.Equal("import-row-too-long", fault?.Code);
        Assert.Contains("line 2", fault?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)]
    public void A_quote_that_is_never_closed_costs_its_own_row_only(int rowsAfter)
    {
        var text = new StringBuilder(Header).Append(Row).Append("erp,\"2,c1,shipment,10.00,2024-01-02\n");
        for (var i = 0; i < rowsAfter; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"erp,a{i},c1,shipment,10.00,2024-01-02\n");
        }

        var rows = Csv.Rows(ImportKind.Postings, text.ToString());
        Assert.Equal(rowsAfter + 2, rows.Count);
        var lost = Assert.Single(rows, row => row.Refusal is not null);
        Assert.Equal(("row-quotes", 3L, "erp,\"2,c1,shipment,10.00,2024-01-02"), (lost.Refusal!.Code, lost.Line, lost.Raw));
    }

    [Fact]
    public void A_quote_closed_by_a_later_row_does_not_swallow_the_rows_between()
    {
        var rows = Csv.Rows(ImportKind.Postings, Header + "erp,\"1,c1,shipment,1,2024-01-02\n" + Row + "erp,3\"x,c1,shipment,1,2024-01-02\n");
        Assert.Equal(["row-quotes", null, "row-quotes"], rows.Select(row => row.Refusal?.Code));
    }
}
