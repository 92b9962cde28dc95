using System.Net;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>The care interface over the ledger that the job leaves: list, filters, pages, calendar, contact numbers.</summary>
public sealed class CareApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static bool isPrepared;

    [Fact]
    public async Task Decisions_are_listed_filtered_and_paged()
    {
        await PrepareAsync();
        var all = await api.GetAsync("/care/decisions?sort=occursOn,customer&count=true");
        Assert.Equal(5, all.GetProperty("total").GetInt32());
        Assert.Equal(
            ["a 1 2026-06-15 sent", "a 2 2026-06-15 no_address", "b 1 2026-06-15 opted_out", "c 1 2026-06-18 scheduled", "c 2 2026-06-18 scheduled"],
            Items(all).Order(StringComparer.Ordinal));

        var sent = (await api.GetAsync("/care/decisions?outcome=sent")).GetProperty("items")[0];
        Assert.Equal(
            ("birthday", "2026", "email", "2026-06-15T00:00:00", "2026-06-15T16:00:00"),
            (sent.GetProperty("occasion").GetString(), sent.GetProperty("occurrence").GetString(), sent.GetProperty("channel").GetString(),
                sent.GetProperty("sendAfter").GetString()![..19], sent.GetProperty("expiresAt").GetString()![..19]));
        Assert.NotEqual(JsonValueKind.Null, sent.GetProperty("sentAt").ValueKind);

        Assert.Equal(2, Items(await api.GetAsync("/care/decisions?customer=a")).Length);
        Assert.Equal(3, Items(await api.GetAsync("/care/decisions?customer=a,b")).Length);
        Assert.Equal(2, Items(await api.GetAsync("/care/decisions?from=2026-06-16&to=2026-06-18&occasion=birthday")).Length);
        Assert.Equal(3, Items(await api.GetAsync("/care/decisions?outcome=no_address,scheduled")).Length);

        var (pages, after) = (new List<string>(), "");
        do
        {
            var page = await api.GetAsync($"/care/decisions?sort=-occursOn&limit=2{after}");
            pages.AddRange(Items(page));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : "";
        }
        while (after.Length > 0);
        Assert.Equal(Items(await api.GetAsync("/care/decisions?sort=-occursOn")), pages);
        var first = await api.GetAsync("/care/decisions?sort=decidedAt&limit=3");
        var rest = await api.GetAsync("/care/decisions?sort=decidedAt&after=" + first.GetProperty("next").GetString());
        Assert.Equal(Items(await api.GetAsync("/care/decisions?sort=decidedAt")).AsEnumerable(), Items(first).Concat(Items(rest)));
    }

    [Theory]
    [InlineData("/care/decisions?outcome=shrugged", 400, "invalid-parameter")]
    [InlineData("/care/decisions?occasion=monday", 400, "invalid-parameter")]
    [InlineData("/care/decisions?from=yesterday", 400, "invalid-parameter")]
    [InlineData("/care/decisions?sort=name", 400, "invalid-sort")]
    [InlineData("/care/decisions?limit=0", 400, "invalid-limit")]
    [InlineData("/care/calendar?from=2026-06-15&to=2026-06-14", 422, "invalid-span")]
    [InlineData("/care/calendar?from=2026-06-15&to=2028-06-16", 422, "invalid-span")]
    [InlineData("/care/calendar?from=2020-01-01&to=2025-01-01", 422, "invalid-span")]
    [InlineData("/care/calendar?to=2199-12-31", 422, "invalid-span")]
    public async Task What_cannot_be_is_refused(string path, int status, string code)
    {
        var (answer, body) = await api.SendAsync(HttpMethod.Get, path);
        Assert.Equal((status, code), ((int)answer, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_calendar_counts_contacts_and_whom_a_message_can_reach()
    {
        await PrepareAsync();
        Assert.Equal(
            [
                """2026-06-15 3/1 {"no_address":1,"opted_out":1,"sent":1}""", """2026-06-18 2/2 {"scheduled":2}""",
                "2026-07-29 1/1 {}", "2027-03-01 1/1 {}", "2027-06-15 3/1 {}", "2027-06-18 2/2 {}", "2027-07-19 1/1 {}", "2028-02-29 1/1 {}", "2028-06-15 3/1 {}",
            ],
            Days(await api.GetAsync("/care/calendar?from=2026-06-15&to=2028-06-15")));
        Assert.Equal(
            ["""2026-06-15 3/1 {"no_address":1,"opted_out":1,"sent":1}""", """2026-06-18 2/2 {"scheduled":2}"""],
            Days(await api.GetAsync("/care/calendar")));
        Assert.Empty(Days(await api.GetAsync("/care/calendar?from=2026-06-16&to=2026-06-17")));
    }

    [Fact]
    public async Task A_contact_keeps_its_number_through_a_round_trip()
    {
        await api.PutAsync("/customers/n", new { name = "n", contacts = new object[] { new { name = "A" }, new { name = "B" } } });
        var read = (await api.GetAsync("/customers/n")).GetProperty("contacts");
        Assert.Equal([1, 2], read.EnumerateArray().Select(c => c.GetProperty("id").GetInt32()));

        var written = await api.PutAsync("/customers/n", new { name = "n", contacts = new object[] { new { id = 2, name = "C" } } });
        Assert.Equal(2, written.GetProperty("contacts")[0].GetProperty("id").GetInt32());
        var (status, problem) = await api.SendAsync(
            HttpMethod.Put, "/customers/n", """{ "name": "n", "contacts": [ { "id": 3, "name": "D" } ] }""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "contact-not-found"), (status, problem.GetProperty("code").GetString()));
    }

    private static string[] Items(JsonElement page) =>
    [
        .. page.GetProperty("items").EnumerateArray().Select(item =>
            $"{item.GetProperty("customerId")} {item.GetProperty("contact")} {item.GetProperty("occursOn")} {item.GetProperty("outcome")}"),
    ];

    private static string[] Days(JsonElement calendar) =>
    [
        .. calendar.GetProperty("items").EnumerateArray().Select(item =>
            $"{item.GetProperty("on")} {item.GetProperty("contacts")}/{item.GetProperty("expected")} {item.GetProperty("outcomes")}"),
    ];

    /// <summary>Customers over HTTP, and one run of the job at noon of the fixture's day.</summary>
    private async Task PrepareAsync()
    {
        if (isPrepared)
        {
            return;
        }

        isPrepared = true;
        object Birthday(int month, int day, string calendar = "solar") => new { calendar, month, day, feb29 = "mar1" };
        await api.PutAsync("/customers/a", new
        {
            name = "a",
            contacts = new object[]
            {
                new { name = "A", email = "a@example.com", birthday = Birthday(6, 15) }, new { name = "B", birthday = Birthday(6, 15) },
            },
        });
        await api.PutAsync("/customers/b", new
        {
            name = "b",
            contacts = new object[]
            {
                new { name = "A", email = "a@example.com", consent = new { email = false }, birthday = Birthday(6, 15) },
                new { name = "B", email = "b@example.com", birthday = Birthday(6, 16, "lunar") },
            },
        });
        await api.PutAsync("/customers/c", new
        {
            name = "c",
            contacts = new object[]
            {
                new { name = "A", email = "a@example.com", birthday = Birthday(6, 18) },
                new { name = "B", email = "b@example.com", consent = new { email = true }, birthday = Birthday(6, 18) },
                new { name = "C", email = "c@example.com", birthday = Birthday(2, 29) },
            },
        });
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "care"));
    }
}
