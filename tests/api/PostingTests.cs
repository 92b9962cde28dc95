using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class PostingTests(ApiFixture api)
{
    [Fact]
    public async Task A_posting_rates_its_customer_at_once()
    {
        var id = await api.CustomerAsync();
        var answer = (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(Calls.NewId(), amount: 250_000.55, occurredOn: "2026-06-15"))).Is(200).Body;

        Assert.Equal("accepted", answer.Text("status"));
        var rating = answer.GetProperty("rating");
        Assert.Equal((id, "2026-06-15", "new", "new.effective"), (rating.Text("customerId"), rating.Text("asOf"), rating.Text("state"), rating.Text("class")));
        Assert.Equal((250_000.55m, 250_000.55m, 0m), (rating.Number("sales"), rating.Number("receivable"), rating.Number("overdue")));
        Assert.Equal("2026-07-16", rating.Text("nextReviewOn"));
    }

    [Fact]
    public async Task The_same_posting_again_is_a_duplicate()
    {
        var id = await api.CustomerAsync();
        var posting = Calls.Posting(Calls.NewId(), amount: 5.00m);
        var first = (await api.CallAsync("POST", $"/customers/{id}/postings", posting)).Is(200).Body;
        var second = (await api.CallAsync("POST", $"/customers/{id}/postings", posting)).Is(200).Body;

        Assert.Equal("duplicate", second.Text("status"));
        Assert.Equal(first.GetProperty("rating").GetRawText(), second.GetProperty("rating").GetRawText());
        Assert.Equal(1L, await api.CountAsync($"posting WHERE customer_id = '{id}'"));
    }

    [Theory]
    [InlineData("amount", 6)]
    [InlineData("kind", "return")]
    [InlineData("occurredOn", "2026-03-02")]
    [InlineData("dueOn", "2026-04-01")]
    public async Task Other_content_under_the_same_key_is_a_conflict(string field, object value)
    {
        var id = await api.CustomerAsync();
        var posting = Calls.Posting(Calls.NewId(), amount: 5);
        (await api.CallAsync("POST", $"/customers/{id}/postings", posting)).Is(200);
        posting[field] = value;
        (await api.CallAsync("POST", $"/customers/{id}/postings", posting)).IsProblem(409, "posting-conflict");
        Assert.Equal(5, (await api.ReadAsync($"/customers/{id}")).Number("sales"));
    }

    [Fact]
    public async Task The_key_belongs_to_one_customer()
    {
        var (one, other) = (await api.CustomerAsync(), await api.CustomerAsync());
        var posting = Calls.Posting(Calls.NewId());
        (await api.CallAsync("POST", $"/customers/{one}/postings", posting)).Is(200);
        (await api.CallAsync("POST", $"/customers/{other}/postings", posting)).IsProblem(409, "posting-conflict");
    }

    [Fact]
    public async Task Of_many_at_once_under_one_key_one_is_accepted()
    {
        var id = await api.CustomerAsync();
        var posting = Calls.Posting(Calls.NewId());
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => api.CallAsync("POST", $"/customers/{id}/postings", posting)));
        Assert.Equal(["accepted", .. Enumerable.Repeat("duplicate", 9)], replies.Select(r => r.Is(200).Body.Text("status")).Order());
        Assert.Equal(100, (await api.ReadAsync($"/customers/{id}")).Number("sales"));
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("1e2")]
    [InlineData("1.10")]
    [InlineData("999999999999.99")]
    public async Task Amounts_are_exact(string amount)
    {
        var id = await api.CustomerAsync();
        (await api.CallAsync("POST", $"/customers/{id}/postings", $$"""{ "source": "s", "externalId": "{{Calls.NewId()}}", "kind": "shipment", "amount": {{amount}}, "occurredOn": "2026-01-01" }""")).Is(200);
        Assert.Equal(decimal.Parse(amount, System.Globalization.NumberStyles.Float, null), (await api.ReadAsync($"/customers/{id}")).Number("sales"));
    }
}
