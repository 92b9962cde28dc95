using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class IdempotencyTests(ApiFixture api)
{
    [Fact]
    public async Task A_repeated_request_does_nothing_again()
    {
        var id = await api.CustomerAsync();
        var (first, second) = (Calls.NewId("key"), Calls.NewId("key"));
        Assert.Equal("accepted", (await EvaluateAsync(id, 50, first)).Is(200).Body.Text("status"));
        Assert.Equal("accepted", (await EvaluateAsync(id, 60, second)).Is(200).Body.Text("status"));

        // Without its key the first would take the place of the second.
        Assert.Equal("duplicate", (await EvaluateAsync(id, 50, first)).Is(200).Body.Text("status"));
        Assert.Equal(60, (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("measures").Number("evaluation"));
    }

    [Fact]
    public async Task A_key_stands_for_one_body()
    {
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("key"));
        (await EvaluateAsync(id, 50, key)).Is(200);
        (await EvaluateAsync(id, 51, key)).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(50, (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("measures").Number("evaluation"));
    }

    [Fact]
    public async Task A_key_belongs_to_one_address()
    {
        var (one, other, key) = (await api.CustomerAsync(), await api.CustomerAsync(), Calls.NewId("key"));
        Assert.Equal("accepted", (await EvaluateAsync(one, 50, key)).Is(200).Body.Text("status"));
        Assert.Equal("accepted", (await EvaluateAsync(other, 50, key)).Is(200).Body.Text("status"));
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        var key = Calls.NewId("key");
        var id = Calls.NewId();
        (await EvaluateAsync(id, 50, key)).IsProblem(404, "customer-not-found");
        (await api.CallAsync("PUT", $"/customers/{id}", new { name = "N" })).Is(201);
        (await EvaluateAsync(id, 500, key)).IsProblem(422, "points-out-of-range", "/points");
        Assert.Equal("accepted", (await EvaluateAsync(id, 60, key)).Is(200).Body.Text("status"));
    }

    [Fact]
    public async Task Of_the_same_request_many_times_at_once_one_is_done()
    {
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("key"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => EvaluateAsync(id, 50, key)));
        Assert.Equal(["accepted", .. Enumerable.Repeat("duplicate", 9)], replies.Select(r => r.Is(200).Body.Text("status")).Order());
        Assert.Equal(1L, await api.CountAsync($"customer_event WHERE type = 'evaluation-recorded' AND customer_id = '{id}'"));
    }

    [Fact]
    public async Task Of_other_requests_at_once_one_has_the_key()
    {
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("key"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => EvaluateAsync(id, i, key)));
        Assert.Equal([200, .. Enumerable.Repeat(422, 9)], replies.Select(r => r.Status).Order());
    }

    [Fact]
    public async Task A_reversal_repeated_by_key_spares_the_next_holder_of_the_posting_key()
    {
        var (id, posting, key) = (await api.CustomerAsync(), Calls.NewId("rev"), Calls.NewId("key"));
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(posting))).Is(200);
        Assert.Equal("accepted", (await ReverseAsync()).Is(200).Body.Text("status"));
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(posting))).Is(200);
        Assert.Equal("duplicate", (await ReverseAsync()).Is(200).Body.Text("status"));
        Assert.Equal(100, (await api.ReadAsync($"/customers/{id}")).Number("sales"));

        Task<Reply> ReverseAsync() =>
            api.CallAsync("POST", $"/postings/erp/{posting}/reversal", new { releaseKey = true }, headers: ("Idempotency-Key", key));
    }

    [Fact]
    public async Task A_bulk_request_is_repeated_harmlessly()
    {
        var (id, key) = (await api.CustomerAsync(), Calls.NewId("key"));
        var posting = Calls.Posting(Calls.NewId());
        posting["customerId"] = id;
        var body = new { items = new[] { posting } };
        Assert.Equal(1, (await api.CallAsync("POST", "/postings", body, headers: ("Idempotency-Key", key))).Is(200).Body.Number("accepted"));
        Assert.Equal(1, (await api.CallAsync("POST", "/postings", body, headers: ("Idempotency-Key", key))).Is(200).Body.Number("duplicates"));
        (await api.CallAsync("POST", "/postings", new { items = Array.Empty<object>() }, headers: ("Idempotency-Key", key))).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_key_is_an_id()
    {
        var id = await api.CustomerAsync();
        (await EvaluateAsync(id, 50, new string('k', 101))).IsProblem(422, "idempotency-key-invalid");
        (await EvaluateAsync(id, 50, "")).IsProblem(422, "idempotency-key-invalid");
        (await EvaluateAsync(id, 50, "a/b c-%41")).Is(200);
    }

    private Task<Reply> EvaluateAsync(string id, int points, string key) => api.CallAsync(
        "POST", $"/customers/{id}/evaluations", new { evaluator = "e", points, on = "2026-06-01" }, headers: ("Idempotency-Key", key));
}
