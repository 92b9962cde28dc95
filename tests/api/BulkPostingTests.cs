using System.Text;
using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class BulkPostingTests(ApiFixture api)
{
    private static readonly string?[] Codes =
        [null, null, "posting-conflict", "customer-not-found", "required", "invalid-value", "unknown-kind", "amount-out-of-range", "invalid-value", "invalid-value", "invalid-value", "invalid-value"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_item_stands_for_itself(bool ndjson)
    {
        var (customer, key) = (await api.CustomerAsync(), Calls.NewId());
        string[] items =
        [
            Item(customer, key),
            Item(customer, key),
            Item(customer, key, amount: "6"),
            Item("nobody", key + "b"),
            """{ "source": "erp" }""",
            "5",
            Item(customer, key + "c", kind: "gift"),
            Item(customer, key + "d", amount: "0"),
            Item(customer, key + "e", amount: "\"5\""),
            Item(customer, key + "f").Replace("\"source\"", "\"sauce\"", StringComparison.Ordinal),
            Item(customer, key + "g").Replace("\"erp\"", "null", StringComparison.Ordinal),
            Item(customer, key + "\\ud800"),
        ];
        var answer = ndjson
            ? (await api.CallAsync("POST", "/postings", string.Join("\r\n", items) + "\n\n", "application/x-ndjson; charset=utf-8")).Is(200).Body
            : (await api.CallAsync("POST", "/postings", $$"""{ "items": [{{string.Join(",", items)}}] }""")).Is(200).Body;

        Assert.Equal((1, 1, 10), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("duplicates").GetInt32(), answer.GetProperty("rejected").GetInt32()));
        var results = answer.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(0, 12), results.Select(r => r.GetProperty("index").GetInt32()));
        Assert.Equal(["accepted", "duplicate", .. Enumerable.Repeat("rejected", 10)], results.Select(r => r.Text("status")).Order());
        Assert.Equal(Codes.Skip(3), results.Skip(3).Select(Code));

        // The three under one key are decided together, in any order: one wins.
        Assert.Equal([null, null, "posting-conflict"], results.Take(3).Select(Code).Order());
        Assert.Equal(1L, await api.CountAsync($"posting WHERE customer_id = '{customer}'"));
    }

    [Fact]
    public async Task A_request_carries_up_to_10_000()
    {
        var customer = await api.CustomerAsync();
        var key = Calls.NewId("bulk");
        var before = await api.CountAsync("posting");
        var tooMany = $$"""{ "items": [{{string.Join(",", Enumerable.Range(0, 10_001).Select(i => Item(customer, key + i)))}}] }""";
        (await api.CallAsync("POST", "/postings", tooMany)).IsProblem(422, "too-many-items", "/items");
        (await api.CallAsync("POST", "/postings", string.Join('\n', Enumerable.Repeat("{}", 10_001)), "application/x-ndjson")).IsProblem(422, "too-many-items", "/items");
        Assert.Equal(before, await api.CountAsync("posting"));

        var answer = (await api.CallAsync("POST", "/postings", string.Join('\n', Enumerable.Range(0, 10_000).Select(i => Item(customer, key + i))), "application/x-ndjson")).Is(200).Body;
        Assert.Equal(10_000, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(50_000, (await api.ReadAsync($"/customers/{customer}")).Number("sales"));
    }

    [Theory]
    [InlineData("""{ "items": [] """, 400, "invalid-json")]
    [InlineData("", 400, "invalid-json")]
    [InlineData("[]", 400, "invalid-value")]
    [InlineData("{}", 400, "invalid-value")]
    [InlineData("""{ "items": null }""", 400, "invalid-value")]
    [InlineData("""{ "items": {} }""", 400, "invalid-value")]
    [InlineData("""{ "items": [], "items": [] }""", 400, "invalid-value")]
    [InlineData("""{ "items": [], "more": 1 }""", 400, "invalid-value")]
    [InlineData("""{ "\ud800": 1, "items": [] }""", 400, "invalid-value")]
    [InlineData("""{ "\ud800": 1 }""", 400, "invalid-value")]
    [InlineData("""{ "items": [[[[[[[[[[[[]]]]]]]]]]]] }""", 400, "invalid-json")]
    public async Task The_body_is_a_list_of_items(string body, int status, string code) =>
        (await api.CallAsync("POST", "/postings", body)).IsProblem(status, code);

    [Fact]
    public async Task Whoever_is_refused_keeps_the_connection()
    {
        using var one = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = api.Silo.Address, DefaultRequestHeaders = { Authorization = api.Client.DefaultRequestHeaders.Authorization } };
        foreach (var body in new[] { string.Join('\n', Enumerable.Repeat("{}", 10_001)), new string(' ', 300_000), "{}\n" + new string(' ', 70_000) + "\n{}", "{}" })
        {
            for (var i = 0; i < 2; i++)
            {
                using var answer = await one.PostAsync("/api/v1/postings", new StringContent(body, Encoding.UTF8, "application/x-ndjson"));
                Assert.True((int)answer.StatusCode is 400 or 422 or 200, $"{(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task An_endless_line_is_not_read_to_its_end() =>
        (await api.CallAsync("POST", "/postings", new string(' ', 300_000), "application/x-ndjson")).IsProblem(400, "invalid-json");

    [Fact]
    public async Task Nothing_is_a_list_too()
    {
        Assert.Equal(0, (await api.CallAsync("POST", "/postings", """{ "items": [] }""")).Is(200).Body.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await api.CallAsync("POST", "/postings", "\n \n", "application/x-ndjson")).Is(200).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_spoil_their_own_line_only()
    {
        var customer = await api.CustomerAsync();
        byte[] body = [.. Encoding.UTF8.GetBytes(Item(customer, Calls.NewId()) + "\n{\"source\":\""), 0xff, 0xfe, .. Encoding.UTF8.GetBytes("\"}\n" + Item(customer, Calls.NewId()))];
        var items = (await api.CallAsync("POST", "/postings", body, "application/x-ndjson")).Is(200).Body.GetProperty("items").EnumerateArray();
        Assert.Equal(["accepted", "rejected", "accepted"], items.Select(i => i.Text("status")));
    }

    private static string Item(string customer, string key, string kind = "shipment", string amount = "5") =>
        $$"""{ "customerId": "{{customer}}", "source": "erp", "externalId": "{{key}}", "kind": "{{kind}}", "amount": {{amount}}, "occurredOn": "2026-05-01" }""";

    private static string? Code(JsonElement item) => item.TryGetProperty("code", out var code) ? code.GetString() : null;
}
