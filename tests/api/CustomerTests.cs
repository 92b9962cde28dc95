using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class CustomerTests(ApiFixture api)
{
    [Fact]
    public async Task Put_registers_and_says_where()
    {
        var id = Calls.NewId();
        var reply = (await api.CallAsync("PUT", $"/customers/{id}", new { name = "华北机械" })).Is(201);

        Assert.Equal($"/api/v1/customers/{id}", reply.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", reply.ETag);
        Assert.Equal("华北机械", reply.Body.Text("name"));
        Assert.Equal("dormant.prospect", reply.Body.Text("class"));
        Assert.Equal(JsonSerializer.Serialize(reply.Body), JsonSerializer.Serialize(await api.ReadAsync($"/customers/{id}")));
    }

    [Fact]
    public async Task Put_replaces_the_whole_profile()
    {
        var id = await api.CustomerAsync(new
        {
            name = "A", kind = "individual", manager = "li.na", region = "华东", industry = "steel", customerSince = "2020-02-29", creditLimit = 1000.5,
            creditDays = 45, creditFrom = "monthEnd", collectionDifficult = true, complexity = 12.5, timeZone = "Asia/Urumqi", tags = new[] { "b", "a", "a" },
            contacts = new[] { new { name = "Wang" } },
        });
        var full = await api.ReadAsync($"/customers/{id}");
        Assert.Equal(("individual", "li.na", "华东", "steel", "2020-02-29"), (full.Text("kind"), full.Text("manager"), full.Text("region"), full.Text("industry"), full.Text("customerSince")));
        Assert.Equal((1000.5m, 45m, 12.5m), (full.Number("creditLimit"), full.Number("creditDays"), full.Number("complexity")));
        Assert.Equal(("monthEnd", "Asia/Urumqi"), (full.Text("creditFrom"), full.Text("timeZone")));
        Assert.Equal(["a", "b"], full.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!));
        Assert.True(full.GetProperty("collectionDifficult").GetBoolean());

        var bare = (await api.CallAsync("PUT", $"/customers/{id}", new { name = "B" })).Is(200).Body;
        Assert.All(
            ["manager", "region", "industry", "customerSince", "creditLimit", "creditDays", "complexity", "timeZone"],
            name => Assert.True(bare.IsNull(name), name));
        Assert.Equal(("B", "enterprise", "shipment"), (bare.Text("name"), bare.Text("kind"), bare.Text("creditFrom")));
        Assert.Equal((0, 0), (bare.GetProperty("tags").GetArrayLength(), bare.GetProperty("contacts").GetArrayLength()));
        Assert.False(bare.GetProperty("collectionDifficult").GetBoolean());
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        var id = Calls.NewId();
        var profile = new { name = "A", manager = "m", tags = new[] { "x", "y" }, contacts = new[] { new { email = "a@b.cn", birthday = new { month = 2, day = 29 } } } };
        var first = (await api.CallAsync("PUT", $"/customers/{id}", profile)).Is(201);
        var second = (await api.CallAsync("PUT", $"/customers/{id}", profile)).Is(200);
        var patch = (await api.CallAsync("PATCH", $"/customers/{id}", new { manager = "m" })).Is(200);

        Assert.Equal((first.ETag, first.ETag), (second.ETag, patch.ETag));
        Assert.Equal(1, (await api.ReadAsync($"/customers/{id}/ratings")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Patch_keeps_what_is_absent_and_clears_what_is_null()
    {
        var id = await api.CustomerAsync(new { name = "A", manager = "m", region = "r", creditLimit = 10, tags = new[] { "t" } });
        var patched = (await api.CallAsync("PATCH", $"/customers/{id}", """{ "manager": null, "creditLimit": null, "industry": "i" }""")).Is(200);

        Assert.Equal("\"2\"", patched.ETag);
        Assert.True(patched.Body.IsNull("manager") && patched.Body.IsNull("creditLimit"));
        Assert.Equal(("A", "r", "i"), (patched.Body.Text("name"), patched.Body.Text("region"), patched.Body.Text("industry")));
        Assert.Equal(1, patched.Body.GetProperty("tags").GetArrayLength());
    }

    [Fact]
    public async Task What_takes_effect_later_is_not_yet_seen()
    {
        var id = await api.CustomerAsync(new { name = "A", manager = "old" });
        (await api.CallAsync("PATCH", $"/customers/{id}", new { manager = "new", effectiveOn = "2026-07-01" })).Is(200);
        var customer = await api.ReadAsync($"/customers/{id}");
        Assert.Equal(("old", "2026-07-01"), (customer.Text("manager"), customer.Text("nextReviewOn")));
    }

    [Fact]
    public async Task What_took_effect_earlier_changes_past_ratings()
    {
        var id = await api.CustomerAsync();
        await api.PostingAsync(id, "shipment", 1000, "2026-01-10");
        Assert.Equal(0, Measure(await api.ReadAsync($"/customers/{id}/rating?asOf=2026-01-31"), "overdue"));

        // Before the first value the first value holds: due on 20 January instead of 9 February.
        (await api.CallAsync("PATCH", $"/customers/{id}", new { creditDays = 10, effectiveOn = "2026-01-05" })).Is(200);
        Assert.Equal(1000, Measure(await api.ReadAsync($"/customers/{id}/rating?asOf=2026-01-31"), "overdue"));

        static decimal Measure(JsonElement rating, string name) => rating.GetProperty("measures").Number(name);
    }

    [Fact]
    public async Task Nobody_is_changed_or_read_who_is_not_there()
    {
        (await api.CallAsync("GET", "/customers/nobody")).IsProblem(404, "customer-not-found");
        (await api.CallAsync("PATCH", "/customers/nobody", new { region = "r" })).IsProblem(404, "customer-not-found");
        (await api.CallAsync("PUT", "/customers/nobody", new { region = "r" })).IsProblem(422, "required", "/name");
        (await api.CallAsync("GET", "/customers/nobody")).IsProblem(404, "customer-not-found");
        Assert.Equal(0L, await api.CountAsync("customer WHERE id = 'nobody'"));
    }
}
