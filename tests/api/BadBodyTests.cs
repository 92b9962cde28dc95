using System.Text;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Bodies that are no JSON document of the right shape, at every endpoint that takes one.</summary>
[Collection(SharedSilo.Name)]
public class BadBodyTests(ApiFixture api)
{
    private const int Megabyte = 1024 * 1024;

    // The client waits to be asked for the body, as one with so much to send should.
    private static readonly (string, string) Asked = ("Expect", "100-continue");

    private static readonly (string Method, string Path)[] Endpoints =
    [
        ("PUT", "/customers/bad"), ("PATCH", "/customers/bad"), ("POST", "/customers/bad/postings"), ("POST", "/customers/bad/evaluations"),
        ("POST", "/postings"), ("POST", "/postings/erp/bad/reversal"),
    ];

    [Theory]
    [InlineData("{", 400, "invalid-json")]
    [InlineData("{]", 400, "invalid-json")]
    [InlineData("nonsense", 400, "invalid-json")]
    [InlineData("{ /* no */ }", 400, "invalid-json")]
    [InlineData("[]", 400, "invalid-value")]
    [InlineData("5", 400, "invalid-value")]
    [InlineData("\"text\"", 400, "invalid-value")]
    [InlineData("{ \"unknown\": 1 }", 400, "invalid-value")]
    [InlineData("{ \"\\ud800\": 1 }", 400, "invalid-value")]
    [InlineData("{ \"\\u0000\": 1 }", 400, "invalid-value")]
    [InlineData("{ \"\": 1 }", 400, "invalid-value")]
    [InlineData("{ \"__proto__\": {} }", 400, "invalid-value")]
    public async Task What_is_no_document_of_this_kind_is_told(string body, int status, string code)
    {
        foreach (var (method, path) in Endpoints)
        {
            (await api.CallAsync(method, path, body)).IsProblem(status, code);
        }
    }

    [Theory]
    [InlineData("{ \"name\": \"N\" }}")]
    [InlineData("{ \"name\": \"N\" } {}")]
    [InlineData("{ \"name\": 'N' }")]
    [InlineData("{ \"name\": \"N\", }")]
    [InlineData("{ \"name\": \"N\" ")]
    [InlineData("{ \"name\": \"\\x\" }")]
    [InlineData("{ name: \"N\" }")]
    public async Task Syntax_is_checked_to_the_end(string body) =>
        (await api.CallAsync("PUT", "/customers/bad", body)).IsProblem(400, "invalid-json");

    [Fact]
    public async Task Null_and_nothing_are_no_documents()
    {
        foreach (var (method, path) in Endpoints.Where(e => !e.Path.EndsWith("reversal", StringComparison.Ordinal)))
        {
            foreach (var body in new[] { "", " ", "null" })
            {
                var reply = await api.CallAsync(method, path, body);
                Assert.Contains(reply.Body.Text("code"), new[] { "invalid-request", "invalid-json", "invalid-value" });
                reply.IsProblem(400, reply.Body.Text("code"));
                Assert.DoesNotContain("parameter", reply.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Depth_is_bounded()
    {
        foreach (var (method, path) in Endpoints)
        {
            (await api.CallAsync(method, path, Deep("[", "]"))).IsProblem(400, path == "/postings" ? "invalid-json" : "invalid-value");
            (await api.CallAsync(method, path, Deep("{\"contacts\":", "}"))).Is(400);
            (await api.CallAsync(method, path, "{\"items\":" + Deep("[", "]") + "}")).Is(400);
        }

        static string Deep(string open, string close) =>
            string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xb9, 0xe3, 0xb6, 0xab })]
    public async Task Text_is_utf_8(byte[] text)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("{\"name\":\""), .. text, .. Encoding.UTF8.GetBytes("\"}")];
        (await api.CallAsync("PUT", "/customers/bad", body)).IsProblem(400, "invalid-value", "/name");
        (await api.CallAsync("PUT", "/customers/bad", (byte[])[.. text, .. Encoding.UTF8.GetBytes("{}")])).IsProblem(400, "invalid-json");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("garbage")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=gb2312")]
    [InlineData("application/json; charset=nonsense")]
    public async Task The_media_type_must_be_json(string? contentType)
    {
        foreach (var (method, path) in Endpoints)
        {
            (await api.CallAsync(method, path, "{}", contentType)).IsProblem(415, "unsupported-media-type");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task Json_by_other_names_is_json(string contentType) =>
        (await api.CallAsync("PUT", $"/customers/{Calls.NewId()}", """{ "name": "N" }""", contentType)).Is(201);

    [Fact]
    public async Task A_body_has_at_most_a_megabyte_and_that_of_many_postings_32()
    {
        foreach (var (method, path) in Endpoints)
        {
            (await api.CallAsync(method, path, Spaces(path == "/postings" ? 32 * Megabyte : Megabyte), headers: Asked)).IsProblem(413, "body-too-large");
        }

        (await api.CallAsync("POST", "/customers/bad/evaluations", Spaces(Megabyte), headers: [Asked, ("Idempotency-Key", "big")]))
            .IsProblem(413, "body-too-large");
        (await api.CallAsync("PUT", $"/customers/{Calls.NewId()}", """{ "name": "N" }""".PadRight(Megabyte))).Is(201);

        static byte[] Spaces(int most)
        {
            var body = new byte[most + 1];
            Array.Fill(body, (byte)' ');
            return body;
        }
    }
}
