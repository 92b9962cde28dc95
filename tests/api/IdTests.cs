using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class IdTests(ApiFixture api)
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a b")]
    [InlineData("100%")]
    [InlineData("客户-001")]
    [InlineData("😀")]
    [InlineData("a?b#c")]
    [InlineData("a+b&c=d")]
    [InlineData("a\\b")]
    [InlineData("a;b,c:d@e")]
    [InlineData("'; DROP TABLE customer; --")]
    [InlineData("...")]
    [InlineData("current")]
    [InlineData("é\u0301")]
    public async Task An_id_is_whatever_other_systems_call_it(string id)
    {
        var path = $"/customers/{id.Escaped()}";
        var created = (await api.CallAsync("PUT", path, new { name = "N" })).Is(201);
        Assert.Equal("/api/v1" + path, created.Headers.Location!.OriginalString);
        Assert.Equal(id, created.Body.Text("id"));

        (await api.CallAsync("POST", path + "/postings", Calls.Posting(id, source: id))).Is(200);
        (await api.CallAsync("POST", path + "/evaluations", new { evaluator = id, points = 50 })).Is(200);
        Assert.Equal(id, (await api.ReadAsync(path + "/rating")).Text("customerId"));
        Assert.Equal(id, (await api.ReadAsync(path + "/postings")).GetProperty("items")[0].Text("externalId"));
        (await api.CallAsync("POST", $"/postings/{id.Escaped()}/{id.Escaped()}/reversal")).Is(200);
        Assert.Contains(id, (await api.ReadAsync("/customers?limit=500&q=" + id.Escaped())).GetProperty("items").EnumerateArray().Select(i => i.Text("id")));
    }

    [Fact]
    public async Task Ids_that_look_alike_are_not_the_same()
    {
        string[] alike = ["x/y", "x%2Fy", "x%252Fy", "X/Y", "x/y/"];
        foreach (var id in alike)
        {
            (await api.CallAsync("PUT", $"/customers/{id.Escaped()}", new { name = id })).Is(201);
        }

        foreach (var id in alike)
        {
            Assert.Equal(id, (await api.ReadAsync($"/customers/{id.Escaped()}")).Text("name"));
        }
    }

    [Theory]
    [InlineData("/customers/%FF", 400, "invalid-path")]
    [InlineData("/customers/%ED%A0%80", 400, "invalid-path")]
    [InlineData("/customers/%zz", 400, "invalid-path")]
    [InlineData("/customers/x/../y", 400, "invalid-path")]
    [InlineData("/customers/%2E%2E/customers/y", 400, "invalid-path")]
    [InlineData("/customers/..", 404, "not-found")]
    [InlineData("/customers/%20", 422, "text-blank")]
    [InlineData("/customers/a%20", 422, "text-blank")]
    [InlineData("/customers/%0A", 422, "text-blank")]
    [InlineData("/customers/a%07b", 422, "text-invalid")]
    [InlineData("/postings/%FF/x/reversal", 400, "invalid-path")]
    public async Task What_can_be_no_id_is_told(string path, int status, string code)
    {
        (await api.CallAsync(path.EndsWith("reversal", StringComparison.Ordinal) ? "POST" : "PUT", path, path.EndsWith("reversal", StringComparison.Ordinal) ? new { } : new { name = "N" }))
            .IsProblem(status, code);
    }

    [Fact]
    public async Task Dot_segments_are_no_ids_where_a_body_names_them()
    {
        var reply = (await api.CallAsync("POST", "/postings", new { items = new[] { new { customerId = "..", source = "s", externalId = ".", kind = "shipment", amount = 1, occurredOn = "2026-01-01" } } })).Is(200);
        Assert.Equal("text-invalid", reply.Body.GetProperty("items")[0].Text("code"));
    }

    [Fact]
    public async Task An_id_has_at_most_100_characters()
    {
        (await api.CallAsync("PUT", "/customers/" + new string('k', 100), new { name = "N" })).Is(201);
        (await api.CallAsync("PUT", "/customers/" + new string('长', 100).Escaped(), new { name = "N" })).Is(201);
        (await api.CallAsync("PUT", "/customers/" + new string('k', 101), new { name = "N" })).IsProblem(422, "text-too-long");
    }
}
