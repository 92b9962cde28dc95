using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

public sealed class InterruptedImportTests
{
    private const int Count = 30_000;

    [Theory]
    [InlineData("claimed@8")]
    [InlineData("committed@8")]
    [InlineData("published@8")]
    public async Task A_killed_silo_takes_up_its_import_where_it_was(string failpoint)
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        string id;
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z", "Lifecycle:Failpoint=" + failpoint))
        {
            var customers = await ImportApi.SendAsync(silo.Client, "kind=customers", Csv.Utf8(ImportApi.Customers));
            await ImportApi.EndAsync(silo.Client, customers.Body.GetProperty("id").GetString()!);
            var postings = await ImportApi.SendAsync(silo.Client, "kind=postings", Csv.Utf8(ImportApi.Postings("erp", Count)));
            id = postings.Body.GetProperty("id").GetString()!;
            await silo.WaitForExitAsync();
        }

        await using var next = await SiloProcess.StartAsync(folder.Path, database);
        var import = await ImportApi.EndAsync(next.Client, id);
        Assert.Equal(("done", (Count, 0L, 0L)), (import.Status(), import.Figures()));
    }

    [Fact]
    public async Task An_import_whose_file_is_gone_ends_and_says_so()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        string id;
        await using (var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z", "Lifecycle:Failpoint=claimed@1"))
        {
            var import = await ImportApi.SendAsync(silo.Client, "kind=customers", Csv.Utf8(ImportApi.Customers), "k");
            id = import.Body.GetProperty("id").GetString()!;
            await silo.WaitForExitAsync();
        }

        Array.ForEach(Directory.GetFiles(Path.Combine(folder.Path, "imports")), File.Delete);
        await using var next = await SiloProcess.StartAsync(folder.Path, database);
        var lost = await ImportApi.EndAsync(next.Client, id);
        Assert.Equal(("failed", "import-file-lost"), (lost.Status(), lost.GetProperty("error").GetProperty("code").GetString()));

        // The same request again is another import.
        var again = await ImportApi.SendAsync(next.Client, "kind=customers", Csv.Utf8(ImportApi.Customers), "k");
        Assert.Equal((2, 0, 0), (await ImportApi.EndAsync(next.Client, again.Body.GetProperty("id").GetString()!)).Figures());
    }

    [Fact]
    public async Task A_cancelled_import_stops_and_keeps_what_it_took()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z");
        var customers = await ImportApi.SendAsync(silo.Client, "kind=customers", Csv.Utf8(ImportApi.Customers));
        await ImportApi.EndAsync(silo.Client, customers.Body.GetProperty("id").GetString()!);

        var running = await ImportApi.SendAsync(silo.Client, "kind=postings", Csv.Utf8(ImportApi.Postings("a", 400_000)));
        var waiting = await ImportApi.SendAsync(silo.Client, "kind=postings", Csv.Utf8(ImportApi.Postings("b", 10)));
        var last = await ImportApi.SendAsync(silo.Client, "kind=postings", Csv.Utf8(ImportApi.Postings("c", 10)));
        var id = running.Body.GetProperty("id").GetString()!;
        await ImportApi.UntilAsync(silo.Client, id, import => import.GetProperty("processed").GetInt64() > 0);
        using var first = await silo.Client.DeleteAsync($"/api/v1/imports/{waiting.Body.GetProperty("id").GetString()}");
        using var second = await silo.Client.DeleteAsync($"/api/v1/imports/{id}");
        Assert.True(first.IsSuccessStatusCode && second.IsSuccessStatusCode);

        Assert.Equal((10, 0, 0), (await ImportApi.EndAsync(silo.Client, last.Body.GetProperty("id").GetString()!)).Figures());
        var cancelled = await ImportApi.EndAsync(silo.Client, id);
        var (accepted, _, _) = cancelled.Figures();
        Assert.Equal("cancelled", cancelled.Status());
        Assert.InRange(accepted, 1, 399_999);
        using var customer = await silo.Client.GetAsync("/api/v1/customers/c1");
        using var other = await silo.Client.GetAsync("/api/v1/customers/c2");
        Assert.Equal(accepted + 10, await ReceivableAsync(customer) + await ReceivableAsync(other));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "imports")));
    }

    private static async Task<decimal> ReceivableAsync(HttpResponseMessage response) =>
        System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("receivable").GetDecimal();
}
