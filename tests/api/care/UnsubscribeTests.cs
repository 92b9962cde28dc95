using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Care;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Care;

/// <summary>One click on the link of a message, as a mail program and as a person make it: nobody is signed in.</summary>
[Collection(SharedSilo.Name)]
public sealed class UnsubscribeTests(ApiFixture api)
{
    private const string OneClick = "List-Unsubscribe=One-Click";

    [Theory]
    [InlineData(OneClick)]
    [InlineData(null)]
    public async Task One_click_withdraws_the_consent_to_this_channel_of_this_contact_alone(string? body)
    {
        var id = await CustomerAsync();
        var link = await LinkAsync(new(id, 1, "birthday", "2026", "email"));
        await AnswerAsync(HttpMethod.Post, link, 200, body);
        Assert.Equal(["""{"email":false,"sms":true}""", """{"email":true,"sms":true}"""], await ConsentAsync(id));
        Assert.Equal(["en", "zh-CN"], (await ContactsAsync(id)).Select(c => c.Text("language")));
    }

    [Fact]
    public async Task Another_channel_has_a_link_of_its_own()
    {
        var id = await CustomerAsync();
        await AnswerAsync(HttpMethod.Post, await LinkAsync(new(id, 2, "birthday", "2026", "sms")), 200, OneClick);
        Assert.Equal(["""{"email":true,"sms":true}""", """{"email":true,"sms":false}"""], await ConsentAsync(id));
    }

    [Fact]
    public async Task Twice_is_once_and_the_timeline_says_who_it_was()
    {
        var id = await CustomerAsync();
        var link = await LinkAsync(new(id, 1, "birthday", "2026", "email"));
        await AnswerAsync(HttpMethod.Post, link, 200, OneClick);
        await AnswerAsync(HttpMethod.Post, link, 200, OneClick);
        Assert.Equal("""{"email":false,"sms":true}""", (await ConsentAsync(id))[0]);
        Assert.Equal(
            ["contact", "admin"],
            (await api.ReadAsync($"/customers/{id}/timeline")).GetProperty("items").EnumerateArray()
                .Where(item => item.Text("type") == "person-changed").Select(item => item.Text("actor")));
    }

    [Fact]
    public async Task Looking_at_the_page_changes_nothing()
    {
        var id = await CustomerAsync();
        var link = await LinkAsync(new(id, 1, "birthday", "2026", "email"));
        var before = await api.ReadAsync($"/customers/{id}");
        Assert.Contains("<form method=\"post\"><button", await AnswerAsync(HttpMethod.Get, link, 200), StringComparison.Ordinal);
        Assert.Equal("", await AnswerAsync(HttpMethod.Head, link, 200));
        Assert.Equal(before.GetRawText(), (await api.ReadAsync($"/customers/{id}")).GetRawText());
    }

    [Theory]
    [InlineData(1, "en", "Unsubscribe", "e-mail")]
    [InlineData(2, "zh-CN", "退订", "电子邮件")]
    public async Task The_pages_speak_the_language_of_the_contact_and_tell_nothing_of_it(int contact, string language, string title, string channel)
    {
        var id = await CustomerAsync();
        var link = await LinkAsync(new(id, contact, "birthday", "2026", "email"));
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var page = await AnswerAsync(method, link, 200);
            Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
            Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
            Assert.Contains(channel, page, StringComparison.Ordinal);
            Assert.All(["Wang", "Acme", "example", "<script"], personal => Assert.DoesNotContain(personal, page, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_link_that_is_none_of_ours_is_a_plain_404()
    {
        var id = await CustomerAsync();
        var link = (await LinkAsync(new(id, 1, "birthday", "2026", "email"))).AbsoluteUri;
        var other = (await LinkAsync(new(id, 2, "birthday", "2026", "email"))).AbsoluteUri;
        var undecided = await LinkOfAsync(new(id, 1, "birthday", "2027", "email"));
        string[] forged = [link[..^1] + (link[^1] == '0' ? '1' : '0'), link[..link.LastIndexOf('.')] + other[other.LastIndexOf('.')..], link[..^1], $"{undecided}"];
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            foreach (var address in forged)
            {
                Assert.Contains("not valid", await AnswerAsync(method, new(address), 404), StringComparison.Ordinal);
            }
        }

        Assert.Equal(["""{"email":true,"sms":true}""", """{"email":true,"sms":true}"""], await ConsentAsync(id));
    }

    [Fact]
    public async Task A_todo_of_the_manager_cannot_be_refused()
    {
        var id = await CustomerAsync();
        await AnswerAsync(HttpMethod.Post, await LinkAsync(new(id, 1, "visit", "2026", "task")), 404);
        Assert.Equal("""{"email":true,"sms":true}""", (await ConsentAsync(id))[0]);
    }

    [Fact]
    public async Task A_contact_or_customer_that_is_gone_is_unsubscribed()
    {
        var id = await CustomerAsync();
        var link = await LinkAsync(new(id, 2, "birthday", "2026", "email"));
        (await api.CallAsync("PATCH", $"/customers/{id}", new { contacts = new[] { new { id = 1, name = "Ms Wang" } } })).Is(200);
        await AnswerAsync(HttpMethod.Get, link, 200);
        await AnswerAsync(HttpMethod.Post, link, 200, OneClick);
        Assert.Single(await ContactsAsync(id));
        await AnswerAsync(HttpMethod.Post, await LinkAsync(new(Calls.NewId("gone"), 1, "birthday", "2026", "email")), 200, OneClick);
    }

    private async Task<string> CustomerAsync() => await api.CustomerAsync(new
    {
        name = "Acme <script>",
        contacts = new[]
        {
            new { name = "Ms Wang", email = "wang@a.example", language = "en", consent = new { email = true, sms = true } },
            new { name = "Mr <b>Wang", email = "other@a.example", language = "zh-CN", consent = new { email = true, sms = true } },
        },
    });

    /// <summary>The link of a message that was sent.</summary>
    private async Task<Uri> LinkAsync(CareKey key)
    {
        await Db.AskAsync(api.ConnectionString, SentMessages.Of(key));
        return await LinkOfAsync(key);
    }

    // The secret is the database's, so these are the links that the silo makes.
    private async Task<Uri> LinkOfAsync(CareKey key)
    {
        await using var database = new Database(api.ConnectionString);
        return (await UnsubscribeLinks.OpenAsync(database, api.Silo.Address, CancellationToken.None)).For(key);
    }

    private async Task<List<JsonElement>> ContactsAsync(string id) => [.. (await api.ReadAsync($"/customers/{id}")).GetProperty("contacts").EnumerateArray()];

    private async Task<string[]> ConsentAsync(string id) => [.. (await ContactsAsync(id)).Select(c => c.GetProperty("consent").GetRawText())];

    /// <summary>A page, checked for what every one of them must say to a browser.</summary>
    private static async Task<string> AnswerAsync(HttpMethod method, Uri link, int status, string? body = null)
    {
        using var stranger = new HttpClient { Timeout = SiloProcess.Guard };
        using var request = new HttpRequestMessage(method, link);
        request.Content = body is null ? null : new StringContent(body, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var response = await stranger.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{method} {link}: {(int)response.StatusCode}\n{text}");
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        return text;
    }
}
