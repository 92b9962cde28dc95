using System.Net;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

public sealed class ImportTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Customers_postings_and_evaluations_are_imported_and_recognised_the_second_time()
    {
        const string Postings = ImportApi.PostingHeader
            + "erp,1,c1,shipment,100.00,2026-01-02\nerp,2,c1,repayment,40.00,2026-02-02\nerp,1,c1,shipment,100.00,2026-01-02\n"
            + "erp,2,c1,repayment,41.00,2026-02-02\nerp,3,nobody,shipment,1,2026-01-02\nerp,4,c1,shipment,1e3,2026-01-02\n";
        const string Evaluations = "customer_id,evaluator,points,on\nc1,li,80,2026-01-02\nc1,li,90,2026-01-02\n";

        Assert.Equal((2, 0, 0), (await api.ImportAsync("customers", ImportApi.Customers)).Figures());
        Assert.Equal((0, 2, 0), (await api.ImportAsync("customers", ImportApi.Customers)).Figures());
        Assert.Equal((0, 2, 0), (await api.ImportAsync("customers", ImportApi.Customers, "check")).Figures());

        var checkedOnly = await api.ImportAsync("postings", Postings, "check");
        var done = await api.ImportAsync("postings", Postings);
        Assert.Equal(("done", (2L, 1L, 3L)), (done.Status(), done.Figures()));
        Assert.Equal(done.Figures(), checkedOnly.Figures());
        Assert.Equal(60m, (await api.GetAsync("/customers/c1")).GetProperty("receivable").GetDecimal());

        var errors = await api.ErrorsAsync(done);
        Assert.Equal(errors, await api.ErrorsAsync(checkedOnly));
        Assert.Equal(
            ["source,external_id,customer_id,kind,amount,occurred_on,line,error", "erp,2,c1,repayment,41.00,2026-02-02,5,", "erp,3,nobody,shipment,1,2026-01-02,6,", "erp,4,c1,shipment,1e3,2026-01-02,7,"],
            errors.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[0]));
        Assert.Contains("\"posting-conflict: ", errors, StringComparison.Ordinal);
        Assert.Contains("\"customer-not-found: ", errors, StringComparison.Ordinal);
        Assert.Equal((0, 3, 3), (await api.ImportAsync("postings", Postings, "check")).Figures());
        Assert.Equal((0, 3, 3), (await api.ImportAsync("postings", Postings)).Figures());

        Assert.Equal((2, 0, 0), (await api.ImportAsync("evaluations", Evaluations)).Figures());
        var rating = await api.GetAsync("/customers/c1/rating");
        Assert.Equal(90m, rating.GetProperty("measures").GetProperty("evaluation").GetDecimal());
    }

    [Fact]
    public async Task A_file_at_fault_changes_nothing_and_says_why()
    {
        var import = await api.ImportAsync("customers", "id,nmae\nf1,One\n");
        Assert.Equal("failed", import.Status());
        Assert.Equal("import-columns-unknown", import.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("nmae", import.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("line,error\r\n", await api.ErrorsAsync(import));
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, "/customers/f1")).Status);
        Assert.Empty(Directory.GetFiles(Path.Combine(api.Silo.DataDirectory, "imports")));
    }

    [Theory]
    [InlineData("", "x", 400, "invalid-parameter")]
    [InlineData("kind=invoices", "x", 400, "invalid-parameter")]
    [InlineData("kind=postings&mode=dry", "x", 400, "invalid-parameter")]
    [InlineData("kind=postings", "", 422, "import-empty")]
    public async Task A_request_at_fault_is_a_problem(string query, string body, int status, string code)
    {
        var (answered, problem, _) = await ImportApi.SendAsync(api.Client, query, Csv.Utf8(body));
        Assert.Equal((status, code), ((int)answered, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("01a20555-a41f-7664-adc7-dd1b67d784e9")]
    public async Task An_unknown_import_is_not_found(string id)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, id), (HttpMethod.Get, id + "/errors.csv"), (HttpMethod.Delete, id) })
        {
            var (status, problem) = await api.SendAsync(method, "/imports/" + path);
            Assert.Equal((HttpStatusCode.NotFound, "import-not-found"), (status, problem.GetProperty("code").GetString()));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/csv")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task The_answer_tells_where_to_look_whatever_the_content_is_called(string? contentType)
    {
        var (status, queued, location) = await ImportApi.SendAsync(api.Client, "kind=customers&mode=check", Csv.Utf8(ImportApi.Customers), contentType: contentType);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal($"/api/v1/imports/{queued.GetProperty("id").GetString()}", location?.ToString());
        using var found = await api.Client.GetAsync(location);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Fact]
    public async Task A_repeated_request_makes_no_second_import()
    {
        var first = await ImportApi.SendAsync(api.Client, "kind=customers&mode=check", Csv.Utf8(ImportApi.Customers), "k1");
        var again = await ImportApi.SendAsync(api.Client, "kind=customers&mode=check", Csv.Utf8(ImportApi.Customers), "k1");
        Assert.Equal((first.Status, first.Location), (again.Status, again.Location));
        foreach (var (query, body) in new[] { ("kind=customers&mode=check", "id\nc1\n"), ("kind=customers&mode=commit", ImportApi.Customers) })
        {
            var other = await ImportApi.SendAsync(api.Client, query, Csv.Utf8(body), "k1");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.Status, other.Body.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task A_day_later_the_same_request_is_another_import()
    {
        const string Query = "kind=customers&mode=check";
        var first = await ImportApi.SendAsync(api.Client, Query, Csv.Utf8(ImportApi.Customers), "k2");
        await TestPostgres.ExecuteAsync(api.ConnectionString, """
            UPDATE import SET created_at = created_at - interval '23 hours' WHERE request_key LIKE '%k2';
            UPDATE idempotency_key SET created_at = created_at - interval '23 hours' WHERE key LIKE '%k2'
            """);
        Assert.Equal(first.Location, (await ImportApi.SendAsync(api.Client, Query, Csv.Utf8(ImportApi.Customers), "k2")).Location);

        await TestPostgres.ExecuteAsync(api.ConnectionString, """
            UPDATE import SET created_at = created_at - interval '2 hours' WHERE request_key LIKE '%k2';
            UPDATE idempotency_key SET created_at = created_at - interval '2 hours' WHERE key LIKE '%k2'
            """);
        var later = await ImportApi.SendAsync(api.Client, Query, Csv.Utf8(ImportApi.Customers), "k2");
        Assert.Equal(HttpStatusCode.Accepted, later.Status);
        Assert.NotEqual(first.Location, later.Location);
        Assert.Equal("done", (await ImportApi.EndAsync(api.Client, later.Body.GetProperty("id").GetString()!)).Status());
    }

    [Fact]
    public async Task The_list_is_paged_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Insert(0, (await api.ImportAsync("customers", ImportApi.Customers, "check")).GetProperty("id").GetString()!);
        }

        var page = await api.GetAsync("/imports?limit=2");
        var next = await api.GetAsync($"/imports?limit=1&after={page.GetProperty("next").GetString()}");
        var listed = page.GetProperty("items").EnumerateArray().Concat(next.GetProperty("items").EnumerateArray());
        Assert.Equal(made, listed.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal("invalid-cursor", (await api.SendAsync(HttpMethod.Get, "/imports?after=zzz")).Body.GetProperty("code").GetString());
    }
}
