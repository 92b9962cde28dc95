using System.Buffers.Text;
using System.Text;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class BadQueryTests(ApiFixture api)
{
    private static readonly string[] Lists = ["/customers", "/customers/q/postings", "/customers/q/ratings", "/customers/q/timeline", "/policies"];

    [Theory]
    [InlineData("limit=0", "invalid-limit", "/limit")]
    [InlineData("limit=501", "invalid-limit", "/limit")]
    [InlineData("limit=-1", "invalid-parameter", "/limit")]
    [InlineData("limit=abc", "invalid-parameter", "/limit")]
    [InlineData("limit=1.5", "invalid-parameter", "/limit")]
    [InlineData("limit=", "invalid-parameter", "/limit")]
    [InlineData("limit=99999999999", "invalid-parameter", "/limit")]
    [InlineData("limit=5&limit=6", "invalid-parameter", "/limit")]
    [InlineData("after=", "invalid-cursor", "/after")]
    [InlineData("after=garbage!", "invalid-cursor", "/after")]
    [InlineData("after=bnVsbA", "invalid-cursor", "/after")]
    [InlineData("after=e30", "invalid-cursor", "/after")]
    [InlineData("after=W10", "invalid-cursor", "/after")]
    [InlineData("after=%00", "invalid-parameter", "/after")]
    [InlineData("after=____", "invalid-cursor", "/after")]
    [InlineData("after=7aCA", "invalid-cursor", "/after")]
    [InlineData("after=Y3VzdG9tZXJzOmlk", "invalid-cursor", "/after")]
    public async Task Every_list_refuses_what_is_no_page(string query, string code, string pointer)
    {
        await api.CallAsync("PUT", "/customers/q", new { name = "Q" });
        foreach (var list in Lists)
        {
            (await api.CallAsync("GET", $"{list}?{query}")).IsProblem(400, code, pointer);
        }
    }

    public static TheoryData<string, string, string[]> Forged => new()
    {
        { "/customers?sort=-receivable", "customers:-receivable", ["abc", "x"] },
        { "/customers?sort=-receivable", "customers:-receivable", ["1e3", "x"] },
        { "/customers?sort=-receivable", "customers:-receivable", ["99999999999999999999", "x"] },
        { "/customers?sort=-receivable", "customers:-receivable", ["", "x"] },
        { "/customers?sort=-receivable", "customers:-receivable", ["1"] },
        { "/customers?sort=-receivable", "customers:-receivable", ["1", "x", "y"] },
        { "/customers?sort=tier", "customers:tier", ["99999", "x"] },
        { "/customers?sort=score", "customers:score", ["9999999999", "x"] },
        { "/customers?sort=ratedOn", "customers:ratedOn", ["2026-02-30", "x"] },
        { "/customers?sort=ratedOn", "customers:ratedOn", ["tomorrow", "x"] },
        { "/customers?sort=name", "customers:name", ["a\u0000b", "x"] },
        { "/customers", "customers:id", ["a\u0000b", "x"] },
        { "/customers", "customers:name", ["x", "x"] },
        { "/customers/q/postings", "postings", ["abc"] },
        { "/customers/q/postings", "postings", [] },
        { "/customers/q/postings", "ratings", ["1"] },
        { "/customers/q/ratings", "ratings", ["-9999999999999999999999"] },
        { "/customers/q/timeline", "timeline", ["1", "2"] },
        { "/customers/q/timeline", "timeline", ["1", "x", "3"] },
        { "/policies", "policies", ["x"] },
    };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task A_forged_cursor_is_no_cursor(string path, string list, string[] values)
    {
        await api.CallAsync("PUT", "/customers/q", new { name = "Q" });
        var after = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\u001f', [list, .. values])));
        (await api.CallAsync("GET", $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}after={after}")).IsProblem(400, "invalid-cursor", "/after");
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_list_and_order()
    {
        await api.CustomerAsync();
        await api.CustomerAsync();
        var next = (await api.ReadAsync("/customers?limit=1&sort=name")).Text("next");
        (await api.CallAsync("GET", $"/customers?limit=1&sort=name&after={next}")).Is(200);
        (await api.CallAsync("GET", $"/customers?limit=1&sort=-name&after={next}")).IsProblem(400, "invalid-cursor", "/after");
        (await api.CallAsync("GET", $"/customers?limit=1&after={next}")).IsProblem(400, "invalid-cursor", "/after");
        (await api.CallAsync("GET", $"/policies?after={next}")).IsProblem(400, "invalid-cursor", "/after");
    }

    [Theory]
    [InlineData("sort=unknown", "invalid-sort", "/sort")]
    [InlineData("sort=", "invalid-sort", "/sort")]
    [InlineData("sort=name,", "invalid-sort", "/sort")]
    [InlineData("sort=--name", "invalid-sort", "/sort")]
    [InlineData("sort=Name", "invalid-sort", "/sort")]
    [InlineData("sort=name;DROP TABLE customer", "invalid-sort", "/sort")]
    [InlineData("sort=name,tier,score,sales,state", "invalid-sort", "/sort")]
    [InlineData("sort=name&sort=tier", "invalid-parameter", "/sort")]
    [InlineData("count=maybe", "invalid-parameter", "/count")]
    [InlineData("tier=5", "invalid-parameter", "/tier")]
    [InlineData("tier=1,", "invalid-parameter", "/tier")]
    [InlineData("tier=1 OR 1=1", "invalid-parameter", "/tier")]
    [InlineData("kind=alien", "invalid-parameter", "/kind")]
    [InlineData("q=%00", "invalid-parameter", "/q")]
    [InlineData("state=%00", "invalid-parameter", "/state")]
    [InlineData("q=a&q=b", "invalid-parameter", "/q")]
    public async Task The_list_of_customers_refuses_what_it_does_not_know(string query, string code, string pointer) =>
        (await api.CallAsync("GET", "/customers?" + query.Replace(" ", "%20", StringComparison.Ordinal))).IsProblem(400, code, pointer);

    [Theory]
    [InlineData("q")]
    [InlineData("tag")]
    [InlineData("state")]
    [InlineData("class")]
    [InlineData("manager")]
    [InlineData("region")]
    public async Task Sql_in_a_filter_is_only_text(string filter)
    {
        foreach (var text in new[] { "' OR '1'='1", "'; DROP TABLE customer; --", "\\", "%", "_", "$1", "{}", "\"", "a\nb", "￿", "\ufffd" })
        {
            await api.ReadAsync($"/customers?{filter}={text.Escaped()}");
        }
    }

    [Theory]
    [InlineData("/customers/q/rating?asOf=2026-06-16", 422, "date-in-future", "/asOf")]
    [InlineData("/customers/q/rating?asOf=2024-02-30", 400, "invalid-parameter", "/asOf")]
    [InlineData("/customers/q/rating?asOf=0001-01-01", 422, "date-out-of-range", "/asOf")]
    [InlineData("/customers/q/rating?asOf=9999-12-31", 422, "date-out-of-range", "/asOf")]
    [InlineData("/customers/q/rating?asOf=", 400, "invalid-parameter", "/asOf")]
    [InlineData("/customers/q/rating?policy=99", 404, "policy-not-found", "/policy")]
    [InlineData("/customers/q/rating?policy=current", 400, "invalid-parameter", "/policy")]
    [InlineData("/customers/q/rating?policy=-1", 400, "invalid-parameter", "/policy")]
    [InlineData("/customers/nobody/rating", 404, "customer-not-found", null)]
    [InlineData("/customers/nobody/ratings", 404, "customer-not-found", null)]
    [InlineData("/customers/nobody/postings", 404, "customer-not-found", null)]
    [InlineData("/customers/nobody/timeline", 404, "customer-not-found", null)]
    [InlineData("/portfolio?asOf=2026-06-16", 422, "date-in-future", "/asOf")]
    [InlineData("/portfolio?asOf=2026-13-01", 400, "invalid-parameter", "/asOf")]
    [InlineData("/portfolio/migration?to=2026-06-16", 422, "date-in-future", "/to")]
    [InlineData("/portfolio/migration?from=2026-06-16", 422, "date-in-future", "/from")]
    [InlineData("/portfolio/migration?from=2026-02-01&to=2026-01-01", 422, "invalid-span", "/from")]
    [InlineData("/portfolio/migration?by=manager", 400, "invalid-parameter", "/by")]
    [InlineData("/policies/99", 404, "policy-not-found", null)]
    [InlineData("/policies/0", 404, "policy-not-found", null)]
    [InlineData("/policies/x", 404, "policy-not-found", null)]
    [InlineData("/policies/99999999999", 404, "policy-not-found", null)]
    public async Task Days_versions_and_ids_are_checked(string path, int status, string code, string? pointer)
    {
        await api.CallAsync("PUT", "/customers/q", new { name = "Q" });
        (await api.CallAsync("GET", path)).IsProblem(status, code, pointer);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not-found")]
    [InlineData("GET", "/customers/q/nothing", 404, "not-found")]
    [InlineData("DELETE", "/customers/q", 405, "method-not-allowed")]
    [InlineData("POST", "/customers/q", 405, "method-not-allowed")]
    [InlineData("GET", "/postings", 405, "method-not-allowed")]
    [InlineData("PUT", "/portfolio", 405, "method-not-allowed")]
    [InlineData("BREW", "/portfolio", 405, "method-not-allowed")]
    public async Task Addresses_and_methods_are_checked(string method, string path, int status, string code) =>
        (await api.CallAsync(method, path)).IsProblem(status, code);
}
