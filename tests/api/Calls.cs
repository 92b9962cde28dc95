using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>An answer of the server, read to its end.</summary>
internal sealed record Reply(string Request, int Status, HttpResponseHeaders Headers, string? ContentType, string Text)
{
    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public string? ETag => Headers.ETag?.ToString();

    /// <summary>That it is this.</summary>
    public Reply Is(int status)
    {
        Assert.True(Status == status, $"{Request}: {Status} instead of {status}\n{Text}");
        return this;
    }

    /// <summary>That it is a well-formed problem of this kind, which tells nothing about the inside.</summary>
    public Reply IsProblem(int status, string code, string? pointer = null)
    {
        Is(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Body.GetProperty("code").GetString());
        Assert.Equal(status, Body.GetProperty("status").GetInt32());
        Assert.NotEqual("", Body.GetProperty("title").GetString());
        Assert.NotEqual("", Body.GetProperty("traceId").GetString());
        Assert.DoesNotContain("Exception", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        if (pointer is not null)
        {
            Assert.True(Body.TryGetProperty("errors", out var errors), Text);
            Assert.Equal([pointer], errors.EnumerateObject().Select(e => e.Name));
        }

        return this;
    }
}

/// <summary>Calls as short as the sentences that describe them.</summary>
internal static class Calls
{
    private static int numbers;

    /// <summary>An id nobody has used.</summary>
    public static string NewId(string prefix = "c") => $"{prefix}{Interlocked.Increment(ref numbers).ToString(CultureInfo.InvariantCulture)}";

    public static string Escaped(this string id) => Uri.EscapeDataString(id);

    /// <param name="body">Text and bytes go as they are, anything else as JSON.</param>
    /// <param name="contentType">Null: none at all.</param>
    public static async Task<Reply> CallAsync(
        this ApiFixture api, string method, string path, object? body = null, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        var root = path.StartsWith("/openapi", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal) ? "" : "/api/v1";
        var uri = new Uri(api.Silo.Address.ToString().TrimEnd('/') + root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new(method), uri);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var response = await api.Client.SendAsync(request);
        return new($"{method} {path}", (int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A registered customer; its id.</summary>
    public static async Task<string> CustomerAsync(this ApiFixture api, object? profile = null)
    {
        var id = NewId();
        (await api.CallAsync("PUT", $"/customers/{id}", profile ?? new { name = "Somebody" })).Is(201);
        return id;
    }

    /// <summary>Another account than the first; what signs it in.</summary>
    public static async Task<(string Name, string Value)> AccountAsync(this ApiFixture api, string? name = null)
    {
        name ??= NewId("account");
        await TestPostgres.ExecuteAsync(
            api.ConnectionString,
            $"INSERT INTO account VALUES ('{name}', '-', now()); INSERT INTO api_token VALUES (sha256('token of {name}'), '{name}', now())");
        return ("Authorization", $"Bearer token of {name}");
    }

    /// <summary>A posting in the shape of the interface.</summary>
    public static Dictionary<string, object?> Posting(
        string externalId, string kind = "shipment", object? amount = null, string occurredOn = "2026-03-01", string source = "erp") => new()
    {
        ["source"] = source,
        ["externalId"] = externalId,
        ["kind"] = kind,
        ["amount"] = amount ?? 100,
        ["occurredOn"] = occurredOn,
    };

    public static async Task<JsonElement> PostingAsync(this ApiFixture api, string customer, string kind, decimal amount, string on) =>
        (await api.CallAsync("POST", $"/customers/{customer.Escaped()}/postings", Posting(NewId("p"), kind, amount, on))).Is(200).Body;

    public static async Task<JsonElement> ReadAsync(this ApiFixture api, string path) => (await api.CallAsync("GET", path)).Is(200).Body;

    public static async Task<long> CountAsync(this ApiFixture api, string table) =>
        (long)(await Db.AskAsync(api.ConnectionString, $"SELECT count(*) FROM {table}"))!;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static decimal Number(this JsonElement element, string name) => element.GetProperty(name).GetDecimal();

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;

    /// <summary>Every item of a list, page by page.</summary>
    public static async Task<List<JsonElement>> PagesAsync(this ApiFixture api, string path, int limit)
    {
        var items = new List<JsonElement>();
        for (var after = ""; after is not null;)
        {
            var page = await api.ReadAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit={limit}{after}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.IsNull("next") ? null : "&after=" + page.Text("next");
        }

        return items;
    }
}
