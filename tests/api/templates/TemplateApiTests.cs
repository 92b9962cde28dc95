using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Templates;

/// <summary>Templates over HTTP: read, saved, taken back, shown to be right or wrong.</summary>
public sealed class TemplateApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Read_saved_and_taken_back()
    {
        const string at = "/templates/birthday/en";
        var file = (await api.CallAsync("GET", at)).Is(200);
        Assert.Equal(("file", 0m, "handlebars", false), Told(file.Body));
        Assert.StartsWith("Happy birthday", file.Body.GetProperty("parts").Text("subject"), StringComparison.Ordinal);
        Assert.Empty((await api.ReadAsync(at + "/versions")).GetProperty("items").EnumerateArray());

        var saved = (await api.CallAsync("PUT", at, Body("All the best, {{addressee}}"), headers: ("If-Match", file.ETag!))).Is(200);
        Assert.Equal(("saved", 1m, "handlebars", false), Told(saved.Body));
        Assert.NotEqual(file.ETag, saved.ETag);
        (await api.CallAsync("PUT", at, Body("Other"), headers: ("If-Match", file.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, Body("Other"), headers: ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        Assert.Equal(saved.ETag, (await api.CallAsync("PUT", at, Body("All the best, {{addressee}}"))).Is(200).ETag);
        Assert.Equal(2m, (await api.CallAsync("PUT", at, Body("Second"), headers: ("If-Match", "*"))).Is(200).Body.Number("version"));

        (await api.CallAsync("DELETE", at, headers: ("If-Match", saved.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", at)).Is(204);
        (await api.CallAsync("DELETE", at)).Is(204);
        Assert.Equal(("file", 3m, "handlebars", false), Told(await api.ReadAsync(at)));

        var versions = await api.PagesAsync(at + "/versions", 2);
        Assert.Equal(["3 file admin", "2 saved admin", "1 saved admin"], versions.Select(v => $"{v.Number("version")} {v.Text("source")} {v.Text("author")}"));
        Assert.Equal("All the best, {{addressee}}", (await api.ReadAsync(at + "/versions/1")).GetProperty("parts").Text("subject"));
        Assert.True((await api.ReadAsync(at + "/versions/3")).IsNull("parts"));
    }

    [Fact]
    public async Task Faults_are_told_at_their_part_with_line_and_column()
    {
        var refused = (await api.CallAsync("PUT", "/templates/faulty/zh-CN", new
        {
            commercial = true, parts = new { subject = "ok", text = "Hello\r\nyou there\r\n          {{customerNam}} {{money sender}}", html = "<p title={{sender}}>" },
        })).IsProblem(422, "template-invalid");
        Assert.Equal(
            """{"/parts/text":["line 3, column 13: unknown field customerNam","line 3, column 35: money takes an amount, and sender is a text"],"/parts/html":["line 1, column 12: within a tag a field may stand only in a quoted value"]}""",
            JsonSerializer.Serialize(refused.Body.GetProperty("errors")));

        var silent = (await api.CallAsync("PUT", "/templates/faulty/zh-CN", Body("s", commercial: true))).IsProblem(422, "unsubscribe-missing");
        Assert.Equal(["/parts/text", "/parts/html"], silent.Body.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        (await api.CallAsync("PUT", "/templates/campaign/zh-CN", Body("s"))).IsProblem(422, "commercial-required", "/commercial");
        (await api.CallAsync("PUT", "/templates/faulty/zh-CN", Body("s", written: "liquid"))).IsProblem(422, "template-language-unknown", "/templateLanguage");
        (await api.CallAsync("PUT", "/templates/faulty/en", Body("s"))).IsProblem(422, "default-language-missing", "/language");
        (await api.CallAsync("PUT", "/templates/Faulty/zh-CN", Body("s"))).IsProblem(422, "template-name-invalid", "/name");
        (await api.CallAsync("PUT", "/templates/faulty/zh_CN", Body("s"))).IsProblem(422, "language-invalid", "/language");
        (await api.CallAsync("PUT", "/templates/faulty/zh-CN", Body(new string('x', 65_537)))).IsProblem(422, "text-too-long", "/parts/subject");
        (await api.CallAsync("PUT", "/templates/faulty/zh-CN", Body("a\u0001"))).IsProblem(422, "text-invalid", "/parts/subject");
        (await api.CallAsync("PUT", "/templates/faulty/zh-CN", new { parts = new { subject = "s", text = "t", html = "h" } })).IsProblem(422, "required", "/commercial");
        (await api.CallAsync("GET", "/templates/faulty/zh-CN")).IsProblem(404, "template-not-found");
        (await api.CallAsync("DELETE", "/templates/faulty/zh-CN")).IsProblem(404, "template-not-found");
        (await api.CallAsync("GET", "/templates/faulty/zh-CN/versions")).IsProblem(404, "template-not-found");
        (await api.CallAsync("GET", "/templates/birthday/zh-CN/versions/1")).IsProblem(404, "template-not-found", "/version");
        (await api.CallAsync("GET", "/templates/birthday/zh-CN/versions/x")).IsProblem(404, "template-not-found", "/version");
    }

    [Fact]
    public async Task A_template_of_ones_own_is_there_in_chinese_first_and_last()
    {
        (await api.CallAsync("PUT", "/templates/own/zh-CN", Body("s"), headers: ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        Assert.Equal("/api/v1/templates/own/zh-CN", (await api.CallAsync("PUT", "/templates/own/zh-CN", Body("s"), headers: ("If-None-Match", "*"))).Is(201).Headers.Location?.ToString());
        (await api.CallAsync("PUT", "/templates/own/en", Body("s"))).Is(201);
        var listed = (await api.PagesAsync("/templates", 2)).ToDictionary(t => t.Text("name"), t => string.Join(' ', t.GetProperty("languages").EnumerateArray().Select(l => $"{l.Text("language")}:{l.Text("source")}")));
        Assert.Equal("en:saved zh-CN:saved", listed["own"]);
        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), listed.Keys);
        (await api.CallAsync("DELETE", "/templates/own/zh-CN")).IsProblem(422, "default-language-missing");
        (await api.CallAsync("DELETE", "/templates/own/en")).Is(204);
        (await api.CallAsync("DELETE", "/templates/own/zh-CN")).Is(204);
        Assert.DoesNotContain("own", (await api.ReadAsync("/templates")).GetProperty("items").EnumerateArray().Select(t => t.Text("name")));
        Assert.Equal(2, (await api.ReadAsync("/templates/own/zh-CN/versions")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_preview_is_what_a_customer_would_get()
    {
        var id = await api.CustomerAsync(new
        {
            name = "Bau & Söhne", customerSince = "2019-05-05",
            contacts = new object[] { new { name = "Smith", salutation = "Ms Smith", language = "en-GB" }, new { name = "王建国", salutation = "王总" } },
        });
        await api.PostingAsync(id, "shipment", 38_200, "2026-06-01");
        var first = (await api.CallAsync("POST", "/templates/anniversary/preview", new { customerId = id })).Is(200).Body;
        Assert.Equal(("en", false), (first.Text("language"), first.GetProperty("commercial").GetBoolean()));
        Assert.StartsWith("Dear Ms Smith,\n\nBau & Söhne has been working with us since 5 May 2019; years completed together: 7.", first.Text("text"), StringComparison.Ordinal);
        Assert.Contains("Bau &amp; Söhne", first.Text("html"), StringComparison.Ordinal);
        Assert.StartsWith("王总，您好：", (await api.CallAsync("POST", "/templates/anniversary/preview", new { customerId = id, contact = 2 })).Is(200).Body.Text("text"), StringComparison.Ordinal);
        Assert.Contains("38 200.00", (await api.CallAsync("POST", "/templates/visit/preview", new { customerId = id, language = "zh-CN" })).Is(200).Body.Text("text"), StringComparison.Ordinal);
        Assert.Contains("https://unsubscribe.invalid/test", (await api.CallAsync("POST", "/templates/campaign/preview", new { customerId = id })).Is(200).Body.Text("html"), StringComparison.Ordinal);

        var draft = (await api.CallAsync("POST", "/templates/new/preview", Draft(id, "{{money receivable}} {{occasion}}"))).Is(200).Body;
        Assert.Equal(("38 200.00 o", "en-GB"), (draft.Text("subject"), draft.Text("language")));
        (await api.CallAsync("POST", "/templates/new/preview", Draft(id, "{{x}}"))).IsProblem(422, "template-invalid", "/parts/subject");
        Assert.Contains("previousTier has no value", (await api.CallAsync("POST", "/templates/new/preview", Draft(id, "{{previousTier}}"))).IsProblem(422, "template-error").Text, StringComparison.Ordinal);

        (await api.CallAsync("POST", "/templates/birthday/preview", new { customerId = "nobody" })).IsProblem(404, "customer-not-found", "/customerId");
        (await api.CallAsync("POST", "/templates/birthday/preview", new { customerId = id, contact = 3 })).IsProblem(422, "contact-not-found", "/contact");
        (await api.CallAsync("POST", "/templates/nothing/preview", new { customerId = id })).IsProblem(404, "template-not-found");
    }

    private static object Draft(string customer, string subject) =>
        new { customerId = customer, occasion = "o", parts = new { subject, text = "t", html = "h" } };

    private static object Body(string subject, bool commercial = false, string written = "handlebars") =>
        new { commercial, templateLanguage = written, parts = new { subject, text = "t", html = "<p>h</p>" } };

    private static (string, decimal, string, bool) Told(JsonElement template) =>
        (template.Text("source"), template.Number("version"), template.Text("templateLanguage"), template.GetProperty("commercial").GetBoolean());
}
