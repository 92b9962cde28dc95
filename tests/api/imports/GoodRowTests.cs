using Lifecycle.Api.Imports;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Api.Imports;

public sealed class GoodRowTests
{
    [Fact]
    public void A_posting_is_read_by_header_in_any_order_and_case()
    {
        var accept = Csv.Command<AcceptPosting>(
            ImportKind.Postings,
            "\uFEFFDUE_ON, amount ,occurred_on,kind,customer_id,external_id,source\r2024-02-01, 5053.10 ,2024-01-02,shipment,　客户1　,\"a\"\"1\",erp");
        Assert.Equal(
            new Posting("erp", "a\"1", "客户1", PostingKind.Shipment, 505_310, new(2024, 1, 2), new(2024, 2, 1)),
            accept.Posting);
        Assert.Equal(Csv.Today, accept.Today);
    }

    [Fact]
    public void A_due_day_is_optional_as_cell_and_as_column()
    {
        Assert.Null(Csv.Command<AcceptPosting>(
            ImportKind.Postings, "source,external_id,customer_id,kind,amount,occurred_on,due_on\nerp,1,c1,write_off,.5,2024-06-30,\n").Posting.DueOn);
        Assert.Null(Csv.Command<AcceptPosting>(
            ImportKind.Postings, "source,external_id,customer_id,kind,amount,occurred_on\nerp,1,c1,return,1,2024-06-30\n").Posting.DueOn);
    }

    [Fact]
    public void An_evaluation_without_a_day_is_of_today()
    {
        var record = Csv.Command<RecordEvaluation>(ImportKind.Evaluations, "customer_id,evaluator,points\nc1,li.na,80.5\n");
        Assert.Equal((new Evaluation("li.na", Csv.Today, 8_050), (string?)null), (record.Evaluation, record.Note));

        record = Csv.Command<RecordEvaluation>(ImportKind.Evaluations, "note,on,points,evaluator,customer_id\n\"a\nb\",2024-01-02,100,li,c1\n");
        Assert.Equal((new Evaluation("li", new(2024, 1, 2), 10_000), "a\nb"), (record.Evaluation, record.Note));
    }

    [Fact]
    public void Rows_that_depend_on_each_other_share_an_order()
    {
        var rows = Csv.Rows(ImportKind.Postings, "source,external_id,customer_id,kind,amount,occurred_on\ne,1,c1,return,1,2024-01-01\ne,1,c2,return,1,2024-01-01\ne,2,c1,return,1,2024-01-01\n");
        Assert.Equal(rows[0].Content!.Order, rows[1].Content!.Order);
        Assert.NotEqual(rows[0].Content!.Order, rows[2].Content!.Order);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Chinese_is_read_in_both_encodings(bool isUtf8)
    {
        const string Text = "id,name,region\nc1,\"上海，某某公司\",华东\nc2,𠮷野家,㐂\n";
        var (fault, rows) = Csv.Read(ImportKind.Customers, isUtf8 ? Csv.Utf8(Text) : Csv.Gb18030.GetBytes(Text));
        Assert.Null(fault);
        Assert.Equal(["上海，某某公司", "𠮷野家"], rows.Select(row => ((ChangeProfile)row.Content!.Command).Person.Name.Value));
        Assert.Equal("c2,𠮷野家,㐂", rows[1].Raw);
    }

    [Fact]
    public void The_columns_that_errors_csv_adds_may_come_back()
    {
        var row = Csv.Row(ImportKind.Evaluations, "customer_id,evaluator,points,line,error,line,error\nc1,li,80,7,\"required: x\",9,y\n");
        Assert.Null(row.Refusal);
    }
}
