using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class ContactTests(ApiFixture api)
{
    [Fact]
    public async Task Contacts_come_back_as_they_were_given()
    {
        const string Contacts = """
            [{"id":1,"name":"王伟","salutation":"王总","position":"CFO","email":"wang@example.cn","phone":"+86 10 1234","wecomId":"wangwei","language":"zh-CN",
              "consent":{"email":true,"sms":false},"birthday":{"calendar":"lunar","month":6,"day":30,"year":1979,"leapMonth":true,"feb29":"feb28"}},
             {"id":2,"name":null,"salutation":null,"position":null,"email":null,"phone":null,"wecomId":null,"language":null,
              "consent":{},"birthday":{"calendar":"solar","month":2,"day":29,"year":null,"leapMonth":false,"feb29":"mar1"}},
             {"id":3,"name":"😀","salutation":null,"position":null,"email":null,"phone":null,"wecomId":null,"language":null,"consent":{},"birthday":null}]
            """;
        var id = Calls.NewId();
        (await api.CallAsync("PUT", $"/customers/{id}", $$"""{ "name": "N", "contacts": {{Contacts}} }""")).Is(201);
        var customer = await api.ReadAsync($"/customers/{id}");
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Contacts).RootElement, customer.GetProperty("contacts")), customer.ToString());
    }

    [Fact]
    public async Task A_birthday_needs_month_and_day_only_and_unasked_consent_is_absent()
    {
        var id = await api.CustomerAsync(new { name = "N", contacts = new[] { new { birthday = new { month = 12, day = 31 }, consent = new Dictionary<string, bool?> { ["email"] = null, ["wecom"] = false } } } });
        var contact = (await api.ReadAsync($"/customers/{id}")).GetProperty("contacts")[0];
        Assert.Equal("""{"calendar":"solar","month":12,"day":31,"year":null,"leapMonth":false,"feb29":"feb28"}""", contact.GetProperty("birthday").GetRawText());
        Assert.Equal("""{"wecom":false}""", contact.GetProperty("consent").GetRawText());
    }

    [Fact]
    public async Task Patching_contacts_replaces_the_list_and_leaves_the_rest()
    {
        var id = await api.CustomerAsync(new { name = "N", region = "r", contacts = new[] { new { name = "A" }, new { name = "B" } } });
        var patched = (await api.CallAsync("PATCH", $"/customers/{id}", """{ "contacts": [{ "name": "C" }] }""")).Is(200).Body;
        Assert.Equal(["C"], patched.GetProperty("contacts").EnumerateArray().Select(c => c.Text("name")));
        Assert.Equal("r", patched.Text("region"));
        patched = (await api.CallAsync("PATCH", $"/customers/{id}", """{ "contacts": null }""")).Is(200).Body;
        Assert.Equal(0, patched.GetProperty("contacts").GetArrayLength());
    }

    [Fact]
    public async Task People_are_named_in_the_erasable_table_and_nowhere_else()
    {
        string[] secrets = ["Zhongguancun-Secret", "Ouyang-Secret", "secret@example.cn", "+86-555-secret", "wecom-secret", "CFO-secret"];
        var id = await api.CustomerAsync(new
        {
            name = secrets[0], manager = "m", contacts = new[] { new { name = secrets[1], email = secrets[2], phone = secrets[3], wecomId = secrets[4], position = secrets[5] } },
        });
        (await api.CallAsync("PATCH", $"/customers/{id}", new { name = secrets[0] + "-2" })).Is(200);
        await api.PostingAsync(id, "shipment", 1, "2026-01-01");

        var tables = (string)(await Db.AskAsync(api.ConnectionString, """
            SELECT string_agg(quote_ident(tablename), ',') FROM pg_tables WHERE schemaname = 'public'
            """))!;
        // Also in packed bytes: the text of a row shows bytea in hexadecimal.
        var pattern = string.Join('|', secrets.Select(s => System.Text.RegularExpressions.Regex.Escape(s) + "|" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(s))));
        var holding = new List<string>();
        foreach (var table in tables.Split(','))
        {
            if (await api.CountAsync($"{table} AS t WHERE t::text ~ '{pattern}'") > 0)
            {
                holding.Add(table);
            }
        }

        Assert.Equal(["customer_person"], holding);
    }
}
