using Lifecycle.Api.Imports;

namespace Lifecycle.Tests.Api.Imports;

public sealed class BadRowTests
{
    private const string Postings = "source,external_id,customer_id,kind,amount,occurred_on,due_on\n";
    private const string Evaluations = "customer_id,evaluator,points,on,note\n";
    private const string Customers = "id,name,kind,customer_since,credit_limit,credit_days,credit_from,birthday,birthday_calendar,email,consent_email,collection_difficult,complexity\n";

    [Theory]
    [InlineData("erp,1,c1,shipment,10.00,2024-01-02", "row-ragged")]
    [InlineData("erp,1,c1,shipment,10.00,2024-01-02,,", "row-ragged")]
    [InlineData("erp,\"1\"x,c1,shipment,10.00,2024-01-02,", "row-quotes")]
    [InlineData("erp,1\"x,c1,shipment,10.00,2024-01-02,", "row-quotes")]
    [InlineData(",1,c1,shipment,10.00,2024-01-02,", "required")]
    [InlineData("erp,,c1,shipment,10.00,2024-01-02,", "required")]
    [InlineData("erp,1,,shipment,10.00,2024-01-02,", "required")]
    [InlineData("erp,1,c1,,10.00,2024-01-02,", "unknown-kind")]
    [InlineData("erp,1,c1,sale,10.00,2024-01-02,", "unknown-kind")]
    [InlineData("erp,1,c1,1,10.00,2024-01-02,", "unknown-kind")]
    [InlineData("erp,1,c1,shipment,,2024-01-02,", "required")]
    [InlineData("erp,1,c1,shipment,abc,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,NaN,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,1e3,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,\"1,000.00\",2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,１０,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,1.00000000000000000000000000001,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,99999999999999999999999999999,2024-01-02,", "number-invalid")]
    [InlineData("erp,1,c1,shipment,0,2024-01-02,", "amount-out-of-range")]
    [InlineData("erp,1,c1,shipment,-5,2024-01-02,", "amount-out-of-range")]
    [InlineData("erp,1,c1,shipment,1000000000000,2024-01-02,", "amount-out-of-range")]
    [InlineData("erp,1,c1,shipment,1.005,2024-01-02,", "amount-too-precise")]
    [InlineData("erp,1,c1,shipment,10.00,,", "required")]
    [InlineData("erp,1,c1,shipment,10.00,2024-02-30,", "date-invalid")]
    [InlineData("erp,1,c1,shipment,10.00,2024-1-2,", "date-invalid")]
    [InlineData("erp,1,c1,shipment,10.00,02/01/2024,", "date-invalid")]
    [InlineData("erp,1,c1,shipment,10.00,2024-01-02T00:00:00,", "date-invalid")]
    [InlineData("erp,1,c1,shipment,10.00,2024-07-01,", "date-in-future")]
    [InlineData("erp,1,c1,shipment,10.00,1899-12-31,", "date-out-of-range")]
    [InlineData("erp,1,c1,shipment,10.00,2024-01-02,2024-01-01", "due-before-occurred")]
    [InlineData("erp,1,c1,repayment,10.00,2024-01-02,2024-01-03", "due-not-allowed")]
    [InlineData("erp,a\u0001b,c1,shipment,10.00,2024-01-02,", "text-invalid")]
    public void A_posting_at_fault_is_named(string row, string code) => Rejects(ImportKind.Postings, Postings, row, code);

    [Theory]
    [InlineData("c1,li,80", "row-ragged")]
    [InlineData(",li,80,,", "required")]
    [InlineData("c1,,80,,", "required")]
    [InlineData("c1,li,,,", "required")]
    [InlineData("c1,li,101,,", "points-out-of-range")]
    [InlineData("c1,li,80.005,,", "points-out-of-range")]
    [InlineData("c1,li,good,,", "number-invalid")]
    [InlineData("c1,li,80,2024-07-01,", "date-in-future")]
    [InlineData("c1,li,80,1800-01-01,", "date-out-of-range")]
    [InlineData("c1,li,80,yesterday,", "date-invalid")]
    public void An_evaluation_at_fault_is_named(string row, string code) => Rejects(ImportKind.Evaluations, Evaluations, row, code);

    [Theory]
    [InlineData(",n,,,,,,,,,,,", "required")]
    [InlineData("c1,,,,,,,,,,,,", "required")]
    [InlineData("c1,n,person,,,,,,,,,,", "unknown-word")]
    [InlineData("c1,n,,yesterday,,,,,,,,,", "date-invalid")]
    [InlineData("c1,n,,,much,,,,,,,,", "number-invalid")]
    [InlineData("c1,n,,,-1,,,,,,,,", "amount-out-of-range")]
    [InlineData("c1,n,,,,30.5,,,,,,,", "number-invalid")]
    [InlineData("c1,n,,,,3651,,,,,,,", "number-out-of-range")]
    [InlineData("c1,n,,,,,month_end,,,,,,", "unknown-word")]
    [InlineData("c1,n,,,,,,8-15,,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,1990-02-29,,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,02-30,solar,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,08-31,lunar,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,+8-15,,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,08-15,chinese,,,,", "birthday-invalid")]
    [InlineData("c1,n,,,,,,,,nobody,,,", "email-invalid")]
    [InlineData("c1,n,,,,,,,,,yes,,", "boolean-invalid")]
    [InlineData("c1,n,,,,,,,,,,1,", "boolean-invalid")]
    [InlineData("c1,n,,,,,,,,,,,200", "points-out-of-range")]
    public void A_customer_at_fault_is_named(string row, string code) => Rejects(ImportKind.Customers, Customers, row, code);

    [Fact]
    public void A_row_at_fault_keeps_its_line_and_its_text_and_the_others_go_on()
    {
        var rows = Csv.Rows(
            ImportKind.Evaluations,
            "customer_id,evaluator,points,note\r\nc1,li,80,\"two\r\nlines\"\r\n\r\nc2,\"li, na\",bad,\"say \"\"no\"\"\"\r\nc3,li,70,\r\n");
        Assert.Equal([1L, 2, 3], rows.Select(row => row.Number));
        Assert.Equal([2L, 5, 6], rows.Select(row => row.Line));
        Assert.Equal([null, "number-invalid", null], rows.Select(row => row.Refusal?.Code));
        Assert.Equal(("c2,\"li, na\",bad,\"say \"\"no\"\"\"", 4), (rows[1].Raw, rows[1].Columns));
    }

    private static void Rejects(ImportKind kind, string header, string row, string code)
    {
        var read = Csv.Row(kind, header + row);
        Assert.Equal(code, read.Refusal?.Code);
        Assert.Null(read.Content);
        Assert.Equal((1L, 2L, row), (read.Number, read.Line, read.Raw));
    }
}
