using System.Net;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

/// <summary><c>DELETE</c> of an import that has ended: everything is as it would be without it, and it may come again.</summary>
public sealed class UndoTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Postings_are_reversed_and_may_be_sent_again()
    {
        await api.ImportAsync("customers", "id,name\np1,One\np2,Two\n");
        await api.ImportAsync("postings", ImportApi.PostingHeader + "u,1,p1,shipment,100.00,2026-05-01\n");
        var before = await FiguresAsync("p1", "p2");

        const string File = ImportApi.PostingHeader + "u,1,p1,shipment,100.00,2026-05-01\nu,2,p1,shipment,150000.00,2026-05-02\nu,3,p2,repayment,5.00,2026-05-03\n";
        var import = await api.ImportAsync("postings", File);
        Assert.Equal((2, 1, 0), import.Figures());
        await api.ImportAsync("postings", ImportApi.PostingHeader + "u,4,p2,shipment,30.00,2026-05-04\n");

        var undone = await UndoAsync(import);
        Assert.Equal(("done", 2L, 2L), (undone.Status(), undone.GetProperty("processed").GetInt64(), undone.GetProperty("total").GetInt64()));
        var after = await FiguresAsync("p1", "p2");
        Assert.Equal((before[0], before[1] + 30), (after[0], after[1]));
        Assert.Equal(HttpStatusCode.Accepted, (await DeleteAsync(import)).Status); // again: nothing more happens
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));

        Assert.Equal((2, 1, 0), (await api.ImportAsync("postings", File)).Figures());
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Fact]
    public async Task Profiles_are_as_without_it_and_later_changes_stay()
    {
        await api.ImportAsync("customers", "id,name,region,email,phone\nq1,One,north,one@old.cn,1\n");
        var import = await api.ImportAsync("customers", "id,name,region,manager,email,phone\nq1,First,south,li,one@new.cn,2\nq2,Two,,,,\n");
        Assert.Equal((2, 0, 0), import.Figures());
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Patch, "/customers/q1", """{ "manager": "wu", "tags": ["a"] }""", "application/merge-patch+json")).Status);

        Assert.Equal("done", (await UndoAsync(import)).Status());
        var one = await api.GetAsync("/customers/q1");
        Assert.Equal(("One", "north", "wu"), (one.Text("name"), one.Text("region"), one.Text("manager")));
        Assert.Equal(("one@old.cn", "1"), (one.GetProperty("contacts")[0].Text("email"), one.GetProperty("contacts")[0].Text("phone")));
        Assert.Equal("a", one.GetProperty("tags")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Get, "/customers/q2")).Status);
        Assert.DoesNotContain("q2", (await api.GetAsync("/customers?limit=500")).GetRawText(), StringComparison.Ordinal);
        var happened = (await api.GetAsync("/customers/q1/timeline")).GetProperty("items").EnumerateArray().Single(i => i.Text("type") == "import-undone");
        Assert.Equal(import.Text("id"), happened.GetProperty("details").Text("import"));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
        Assert.Equal(0L, await Db.AskAsync(api.ConnectionString, $"SELECT count(*) FROM import_person WHERE import_id = '{import.Text("id")}'"));

        Assert.Equal((2, 0, 0), (await api.ImportAsync("customers", "id,name,region,manager,email,phone\nq1,First,south,li,one@new.cn,2\nq2,Two,,,,\n")).Figures());
        Assert.Equal("Two", (await api.GetAsync("/customers/q2")).Text("name"));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Fact]
    public async Task Evaluations_are_as_without_it()
    {
        await api.ImportAsync("customers", "id,name\ne1,One\n");
        await api.ImportAsync("evaluations", "customer_id,evaluator,points,on\ne1,li,80,2026-05-01\n");
        var import = await api.ImportAsync("evaluations", "customer_id,evaluator,points,on\ne1,li,20,2026-05-01\ne1,wu,40,2026-05-01\n");
        Assert.Equal(30m, await EvaluationAsync());

        Assert.Equal("done", (await UndoAsync(import)).Status());
        Assert.Equal(80m, await EvaluationAsync());
        Assert.Equal(80m, (await api.GetAsync("/customers/e1/rating?asOf=2026-05-20")).GetProperty("measures").GetProperty("evaluation").GetDecimal());
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));

        async Task<decimal> EvaluationAsync() => (await api.GetAsync("/customers/e1/rating")).GetProperty("measures").GetProperty("evaluation").GetDecimal();
    }

    [Fact]
    public async Task Past_days_and_the_portfolio_forget_it_and_alerts_open_at_most_once()
    {
        await api.ImportAsync("customers", "id,name,manager\na1,One,forgotten\n");
        await api.ImportAsync("postings", ImportApi.PostingHeader + "al,1,a1,shipment,150000.00,2025-09-01\nal,2,a1,repayment,150000.00,2025-09-02\n");
        Assert.Equal(0m, await ReceivableAsync("?asOf=2026-04-30"));
        var import = await api.ImportAsync("postings", ImportApi.PostingHeader + "al,3,a1,shipment,90000.00,2026-02-01\nal,4,a1,shipment,10.00,2026-03-01\n");
        Assert.Equal(90_010m, await ReceivableAsync("?asOf=2026-04-30"));
        var opened = (await api.GetAsync("/alerts?limit=500&count=true&customer=a1")).GetProperty("total").GetInt64();

        Assert.Equal("done", (await UndoAsync(import)).Status());
        Assert.Equal(0m, await ReceivableAsync("?asOf=2026-04-30"));
        Assert.Equal(0m, await ReceivableAsync(""));
        var kinds = await Db.AskAsync(api.ConnectionString, "SELECT max(n) FROM (SELECT count(*) AS n FROM alert WHERE customer_id = 'a1' AND status <> 'closed' GROUP BY kind) k");
        Assert.True(kinds is DBNull or 1L);
        Assert.Equal(0L, await Db.AskAsync(api.ConnectionString, "SELECT count(*) FROM alert WHERE customer_id = 'a1' AND kind = 'overdue' AND status <> 'closed'"));
        Assert.True(opened > 0);

        async Task<decimal> ReceivableAsync(string query) => (await api.GetAsync("/portfolio" + query)).GetProperty("byManager").EnumerateArray()
            .Single(cell => cell.GetProperty("key").GetString() == "forgotten").GetProperty("receivable").GetDecimal();
    }

    [Fact]
    public async Task What_is_not_there_to_be_undone_is_said()
    {
        var check = await api.ImportAsync("customers", ImportApi.Customers, "check");
        var (status, problem) = await DeleteAsync(check);
        Assert.Equal((HttpStatusCode.Conflict, "import-finished"), (status, problem.Text("code")));

        // A file at fault changed nothing: that is quickly undone.
        var failed = await api.ImportAsync("customers", "id,nmae\nf1,One\n");
        Assert.Equal(("done", 0L), ((await UndoAsync(failed)).Status(), (await ReadAsync(failed)).GetProperty("undo").GetProperty("total").GetInt64()));
    }

    [Fact]
    public async Task What_cannot_be_undone_now_or_ever_is_said()
    {
        var import = await api.ImportAsync("customers", "id,name\nl1,One\n");
        await SetAsync("is_ending = true, finished_at = finished_at + interval '1 hour', spool = gen_random_uuid()");
        Assert.Equal((HttpStatusCode.Conflict, "import-ending"), await RefusalAsync());
        await SetAsync("finished_at = finished_at - interval '2 hours'"); // its silo is gone for good
        await SetAsync("spool = NULL");
        Assert.Equal((HttpStatusCode.Conflict, "import-too-old"), await RefusalAsync());
        await SetAsync("spool = gen_random_uuid()");
        Assert.Equal("done", (await UndoAsync(import)).Status());

        Task SetAsync(string what) => TestPostgres.ExecuteAsync(api.ConnectionString, $"UPDATE import SET {what} WHERE id = '{import.Text("id")}'");

        async Task<(HttpStatusCode, string)> RefusalAsync() => await DeleteAsync(import) is var (status, problem) ? (status, problem.Text("code")) : default;
    }

    [Fact]
    public async Task Who_says_what_was_seen_does_not_undo_by_cancelling_too_late()
    {
        var import = await api.ImportAsync("customers", "id,name\nm1,One\n");
        var (late, problem) = await DeleteAsync(import, "\"2\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "version-mismatch"), (late, problem.Text("code")));
        using var seen = await api.Client.GetAsync("/api/v1/imports/" + import.Text("id"));
        Assert.Equal(HttpStatusCode.Accepted, (await DeleteAsync(import, seen.Headers.ETag!.Tag)).Status);
        Assert.Equal("done", (await EndOfUndoAsync(api.Client, import)).Status());
    }

    [Fact]
    public async Task Whoever_cannot_be_read_is_named_and_done_when_mended()
    {
        await api.ImportAsync("customers", "id,name\nb1,One\nb2,Two\n");
        var import = await api.ImportAsync("postings", ImportApi.PostingHeader + "b,1,b1,shipment,1.00,2026-05-01\nb,2,b2,shipment,1.00,2026-05-01\n");
        await TestPostgres.ExecuteAsync(api.ConnectionString, "CREATE TABLE kept AS SELECT * FROM customer WHERE id = 'b1'; UPDATE customer SET packed = '', version = version + 1 WHERE id = 'b1'");
        var undone = await UndoAsync(import);
        Assert.Equal(("failed", "customer-quarantined"), (undone.Status(), undone.GetProperty("error").Text("code")));
        Assert.Equal(0m, (await api.GetAsync("/customers/b2")).GetProperty("receivable").GetDecimal());

        await TestPostgres.ExecuteAsync(api.ConnectionString, "UPDATE customer c SET packed = k.packed, version = k.version FROM kept k WHERE k.id = c.id; DELETE FROM quarantine");
        Assert.Equal("done", (await UndoAsync(import)).Status());
        Assert.Equal(0m, (await api.GetAsync("/customers/b1")).GetProperty("receivable").GetDecimal());
    }

    [Theory]
    [InlineData("claimed@10")]
    [InlineData("committed@10")]
    public async Task A_killed_silo_goes_on_with_it(string failpoint)
    {
        const int Customers = 3000;
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        JsonElement import;
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"))
        {
            var file = "id,name\n" + string.Concat(Enumerable.Range(0, Customers).Select(i => $"k{i},Name\n"));
            var queued = await ImportApi.SendAsync(silo.Client, "kind=customers", Csv.Utf8(file));
            import = await ImportApi.EndAsync(silo.Client, queued.Body.Text("id"));
            Assert.Equal(0, await silo.StopAsync());
        }

        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Commits:Committers=1", "Lifecycle:Failpoint=" + failpoint.Replace("@10", "@3", StringComparison.Ordinal)))
        {
            using var accepted = await silo.Client.DeleteAsync("/api/v1/imports/" + import.Text("id"));
            await silo.WaitForExitAsync();
        }

        await using var next = await SiloProcess.StartAsync(folder.Path, database);
        var undone = await EndOfUndoAsync(next.Client, import);
        Assert.Equal(("done", (long)Customers), (undone.Status(), undone.GetProperty("processed").GetInt64()));
        Assert.Equal(0L, await Db.AskAsync(database, "SELECT count(*) FROM customer WHERE version > 0"));
        Assert.Equal("done", await SleepTests.RunAsync(next, "verify"));
    }

    [Fact]
    public async Task A_cancelled_import_is_undone_once_its_last_rows_are_there()
    {
        await api.ImportAsync("customers", "id,name\nc1,One\nc2,Two\n");
        var running = await ImportApi.SendAsync(api.Client, "kind=postings", Csv.Utf8(ImportApi.Postings("cancelled", 200_000)));
        await ImportApi.UntilAsync(api.Client, running.Body.Text("id"), import => import.GetProperty("processed").GetInt64() > 0);
        Assert.Equal("cancelled", (await DeleteAsync(running.Body)).Body.Status());
        await Machine.UntilAsync(async () => (await DeleteAsync(running.Body)).Body.TryGetProperty("undo", out _), "the end of its last rows");

        Assert.Equal("done", (await EndOfUndoAsync(api.Client, running.Body)).Status());
        Assert.Equal([0m, 0m], await FiguresAsync("c1", "c2"));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    private async Task<JsonElement> UndoAsync(JsonElement import)
    {
        var (status, body) = await DeleteAsync(import);
        Assert.True(status == HttpStatusCode.Accepted, body.ToString());
        return await EndOfUndoAsync(api.Client, import);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> DeleteAsync(JsonElement import, string? seen = null) => api.SendAsync(
        HttpMethod.Delete, "/imports/" + import.Text("id"), headers: seen is null ? [] : [("If-Match", seen)]);

    private Task<JsonElement> ReadAsync(JsonElement import) => api.GetAsync("/imports/" + import.Text("id"));

    private static async Task<JsonElement> EndOfUndoAsync(HttpClient client, JsonElement import) =>
        (await ImportApi.UntilAsync(client, import.Text("id"), i => i.GetProperty("undo") is { ValueKind: JsonValueKind.Object } undo && undo.Status() is "done" or "failed"))
            .GetProperty("undo");

    private async Task<decimal[]> FiguresAsync(params string[] customers) =>
        await Task.WhenAll(customers.Select(async id => (await api.GetAsync("/customers/" + id)).GetProperty("receivable").GetDecimal()));
}
