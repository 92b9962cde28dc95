using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Imports;

/// <summary>Imports over HTTP.</summary>
internal static class ImportApi
{
    public const string Customers = "id,name\nc1,One\nc2,Two\n";
    public const string PostingHeader = "source,external_id,customer_id,kind,amount,occurred_on\n";

    /// <summary>Sends a file.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body, Uri? Location)> SendAsync(
        HttpClient client, string query, byte[] body, string? key = null, string? contentType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports?" + query) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, response.Headers.Location);
    }

    /// <summary>Sends a file and waits for the end of its import.</summary>
    public static async Task<JsonElement> ImportAsync(this ApiFixture api, string kind, string text, string mode = "commit")
    {
        var (status, queued, _) = await SendAsync(api.Client, $"kind={kind}&mode={mode}", Csv.Utf8(text));
        Assert.Equal(HttpStatusCode.Accepted, status);
        return await EndAsync(api.Client, queued.GetProperty("id").GetString()!);
    }

    /// <summary>Waits for the end of an import.</summary>
    public static Task<JsonElement> EndAsync(HttpClient client, string id) =>
        UntilAsync(client, id, import => import.GetProperty("status").GetString() is not ("queued" or "running"));

    /// <summary>Waits until an import is as described.</summary>
    public static async Task<JsonElement> UntilAsync(HttpClient client, string id, Func<JsonElement, bool> isSo)
    {
        using var guard = new CancellationTokenSource(Machine.Guard);
        while (true)
        {
            using var response = await client.GetAsync("/api/v1/imports/" + id, guard.Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var import = JsonDocument.Parse(await response.Content.ReadAsStringAsync(guard.Token)).RootElement;
            if (isSo(import))
            {
                return import;
            }

            await Task.Delay(20, guard.Token);
        }
    }

    /// <summary>Accepted, duplicates, rejected.</summary>
    public static (long Accepted, long Duplicates, long Rejected) Figures(this JsonElement import)
    {
        var figures = (Of("accepted"), Of("duplicates"), Of("rejected"));
        Assert.Equal(Of("processed"), figures.Item1 + figures.Item2 + figures.Item3);
        return figures;

        long Of(string name) => import.GetProperty(name).GetInt64();
    }

    public static string? Status(this JsonElement import) => import.GetProperty("status").GetString();

    public static async Task<string> ErrorsAsync(this ApiFixture api, JsonElement import)
    {
        using var response = await api.Client.GetAsync($"/api/v1/imports/{import.GetProperty("id").GetString()}/errors.csv");
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Rows of postings, each its own key.</summary>
    public static string Postings(string source, int count) =>
        PostingHeader + string.Concat(Enumerable.Range(1, count).Select(i => $"{source},{i},c{1 + (i % 2)},shipment,1.00,2026-01-02\n"));
}
