using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class PreconditionTests(ApiFixture api)
{
    [Fact]
    public async Task A_lost_race_is_told()
    {
        var id = await api.CustomerAsync();
        var read = await api.CallAsync("GET", $"/customers/{id}");
        (await Change("PATCH", id, "a", ("If-Match", read.ETag!))).Is(200);
        (await Change("PATCH", id, "b", ("If-Match", read.ETag!))).IsProblem(412, "version-mismatch");
        (await Change("PUT", id, "b", ("If-Match", read.ETag!))).IsProblem(412, "version-mismatch");
        Assert.Equal("a", (await api.ReadAsync($"/customers/{id}")).Text("name"));
    }

    [Fact]
    public async Task A_posting_in_between_is_a_change_too()
    {
        var id = await api.CustomerAsync();
        await api.PostingAsync(id, "shipment", 1, "2026-01-01");
        (await Change("PATCH", id, "b", ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
    }

    [Fact]
    public async Task Only_one_of_many_at_once_wins()
    {
        var id = await api.CustomerAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Change("PATCH", id, $"n{i}", ("If-Match", "\"1\""))));
        Assert.Equal([200, 412, 412, 412, 412, 412, 412, 412], replies.Select(r => r.Status).Order());
    }

    [Fact]
    public async Task A_star_wants_somebody_and_a_negated_star_nobody()
    {
        var id = Calls.NewId();
        (await Change("PUT", id, "a", ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        (await Change("PUT", id, "a", ("If-None-Match", "*"))).Is(201);
        (await Change("PUT", id, "b", ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        (await Change("PUT", id, "b", ("If-Match", "*"))).Is(200);
    }

    [Theory]
    [InlineData("1", 400)]
    [InlineData("\"\"", 400)]
    [InlineData("W/\"1\"", 400)]
    [InlineData("\"1\", \"2\"", 412)]
    [InlineData("\"0\"", 412)]
    [InlineData("\"-1\"", 412)]
    [InlineData("\"abc\"", 412)]
    [InlineData("\"99999999999999999999\"", 412)]
    public async Task What_is_no_etag_of_the_customer_changes_nothing(string match, int status)
    {
        var id = await api.CustomerAsync();
        (await Change("PATCH", id, "b", ("If-Match", match))).IsProblem(status, status == 400 ? "invalid-header" : "version-mismatch");
        Assert.Equal("Somebody", (await api.ReadAsync($"/customers/{id}")).Text("name"));
    }

    private Task<Reply> Change(string method, string id, string name, (string, string) header) =>
        api.CallAsync(method, $"/customers/{id}", new { name }, headers: header);
}
