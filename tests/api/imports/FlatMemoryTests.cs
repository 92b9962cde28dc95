using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

public sealed class FlatMemoryTests
{
    private const int Rows = 1_500_000;

    /// <summary>The file alone is as large as the heap may get, and every row has a key of its own to be remembered.</summary>
    [Fact]
    public async Task A_large_file_is_checked_in_a_small_heap()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(
            folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z", $"DOTNET_GCHeapHardLimit={160 << 20:X}");
        var customers = await ImportApi.SendAsync(silo.Client, "kind=customers", Csv.Utf8(ImportApi.Customers));
        await ImportApi.EndAsync(silo.Client, customers.Body.GetProperty("id").GetString()!);
        using var answer = await silo.Client.PostAsync("/api/v1/imports?kind=postings&mode=check", new Generated());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var queued = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var import = await ImportApi.EndAsync(silo.Client, queued.GetProperty("id").GetString()!);
        Assert.Equal(("done", (Rows, 0L, 0L)), (import.Status(), import.Figures()));
    }

    /// <summary>Streams rows that are made while they are sent.</summary>
    private sealed class Generated : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
            await writer.WriteAsync(ImportApi.PostingHeader);
            for (var i = 0; i < Rows; i++)
            {
                await writer.WriteAsync(string.Create(
                    CultureInfo.InvariantCulture, $"erp,a-key-of-some-length-as-many-systems-make-them-{i:D12},c1,shipment,1.00,2026-01-02\n"));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
