using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class ReversalTests(ApiFixture api)
{
    [Fact]
    public async Task A_reversed_posting_counts_on_no_day()
    {
        var (id, key) = await PostedAsync();
        var answer = (await api.CallAsync("POST", $"/postings/erp/{key}/reversal")).Is(200).Body;

        Assert.Equal("accepted", answer.Text("status"));
        Assert.Equal(0, answer.GetProperty("rating").Number("sales"));
        Assert.Equal("dormant.prospect", (await api.ReadAsync($"/customers/{id}/rating?asOf=2026-04-01")).Text("class"));
        Assert.True((await api.ReadAsync($"/customers/{id}/postings")).GetProperty("items")[0].GetProperty("reversed").GetBoolean());
    }

    [Fact]
    public async Task Twice_is_a_duplicate_also_at_once()
    {
        var (_, key) = await PostedAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.CallAsync("POST", $"/postings/erp/{key}/reversal", "{}")));
        Assert.Equal(["accepted", .. Enumerable.Repeat("duplicate", 5)], replies.Select(r => r.Is(200).Body.Text("status")).Order());
    }

    [Fact]
    public async Task What_is_unknown_cannot_be_reversed()
    {
        (await api.CallAsync("POST", "/postings/erp/unknown/reversal")).IsProblem(404, "posting-not-found");
        (await api.CallAsync("POST", "/postings/erp/unknown/reversal", """{ "releaseKey": "yes" }""")).IsProblem(400, "invalid-value", "/releaseKey");
        (await api.CallAsync("POST", "/postings/erp/unknown/reversal", """{ "release": true }""")).IsProblem(400, "invalid-value", "/release");
        (await api.CallAsync("POST", "/postings/erp/unknown/reversal", "{}", contentType: null)).IsProblem(415, "unsupported-media-type");
        (await api.CallAsync("POST", "/postings/erp/unknown/reversal", "{")).IsProblem(400, "invalid-json");
    }

    [Fact]
    public async Task The_key_stays_taken_unless_it_is_released()
    {
        var (id, key) = await PostedAsync();
        (await api.CallAsync("POST", $"/postings/erp/{key}/reversal", new { releaseKey = false })).Is(200);
        Assert.Equal("duplicate", (await PostAsync(id, key, 100)).Is(200).Body.Text("status"));
        (await PostAsync(id, key, 7)).IsProblem(409, "posting-conflict");
        Assert.Equal(0, (await api.ReadAsync($"/customers/{id}")).Number("sales"));
    }

    [Fact]
    public async Task A_released_key_is_used_again_even_for_another_customer()
    {
        var (id, key) = await PostedAsync();
        (await api.CallAsync("POST", $"/postings/erp/{key}/reversal", new { releaseKey = true })).Is(200);
        Assert.Equal("duplicate", (await api.CallAsync("POST", $"/postings/erp/{key}/reversal")).Is(200).Body.Text("status"));

        var other = await api.CustomerAsync();
        Assert.Equal("accepted", (await PostAsync(other, key, 7)).Is(200).Body.Text("status"));
        Assert.Equal("duplicate", (await PostAsync(other, key, 7)).Is(200).Body.Text("status"));
        Assert.Equal((0m, 7m), ((await api.ReadAsync($"/customers/{id}")).Number("sales"), (await api.ReadAsync($"/customers/{other}")).Number("sales")));

        // Reversing the key now means the posting that holds it.
        (await api.CallAsync("POST", $"/postings/erp/{key}/reversal")).Is(200);
        Assert.Equal(0, (await api.ReadAsync($"/customers/{other}")).Number("sales"));
    }

    private async Task<(string Customer, string Key)> PostedAsync()
    {
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("rev"));
        (await PostAsync(id, key, 100)).Is(200);
        return (id, key);
    }

    private Task<Reply> PostAsync(string customer, string key, decimal amount) =>
        api.CallAsync("POST", $"/customers/{customer}/postings", Calls.Posting(key, amount: amount));
}
