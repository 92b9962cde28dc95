using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class HistoryTests(ApiFixture api)
{
    [Fact]
    public async Task Postings_come_last_recorded_first_page_by_page()
    {
        var id = await api.CustomerAsync();
        for (var i = 1; i <= 7; i++)
        {
            (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting($"{id}-{i}", amount: i, occurredOn: $"2026-01-{20 - i}"))).Is(200);
        }

        var items = await AllAsync($"/customers/{id}/postings", 3);
        Assert.Equal([7m, 6, 5, 4, 3, 2, 1], items.Select(i => i.Number("amount")));
        Assert.Equal(("erp", $"{id}-7", "shipment", "2026-01-13"), (items[0].Text("source"), items[0].Text("externalId"), items[0].Text("kind"), items[0].Text("occurredOn")));
        Assert.StartsWith("2026-06-15T", items[0].Text("recordedAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rating_says_what_changed_also_across_pages()
    {
        var id = await api.CustomerAsync();
        await api.PostingAsync(id, "shipment", 150_000, "2026-06-15");
        await api.PostingAsync(id, "repayment", 50_000, "2026-06-15");
        foreach (var limit in new[] { 1, 2, 50 })
        {
            var ratings = await AllAsync($"/customers/{id}/ratings", limit);
            Assert.Equal([3m, 2, 1], ratings.Select(r => r.Number("number")));
            Assert.Equal("{}", ratings[2].GetProperty("changed").GetRawText());
            var first = ratings[1].GetProperty("changed");
            Assert.Equal("""{"from":"dormant.prospect","to":"new.effective"}""", first.GetProperty("class").GetRawText());
            Assert.Equal((0m, 150_000m), (first.GetProperty("sales").Number("from"), first.GetProperty("sales").Number("to")));
            Assert.False(first.TryGetProperty("overdue", out _));
            Assert.False(ratings[0].GetProperty("changed").TryGetProperty("class", out _));
            Assert.Equal((150_000m, 100_000m), (ratings[0].GetProperty("changed").GetProperty("receivable").Number("from"), ratings[0].GetProperty("changed").GetProperty("receivable").Number("to")));
        }
    }

    [Fact]
    public async Task The_timeline_tells_everything_newest_first_in_the_words_of_the_interface()
    {
        var id = await api.CustomerAsync();
        var key = Calls.NewId("t");
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(key, "write_off", 12.34, "2026-01-01"))).Is(200);
        (await api.CallAsync("POST", $"/postings/erp/{key}/reversal")).Is(200);
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "e", points = 33.33, note = "n" })).Is(200);
        (await api.CallAsync("PATCH", $"/customers/{id}", new { creditLimit = 1000.5, complexity = 12.5, creditFrom = "monthEnd", manager = (string?)null, kind = "individual" })).Is(200);

        foreach (var limit in new[] { 1, 4, 100 })
        {
            var items = await AllAsync($"/customers/{id}/timeline", limit);
            Assert.Equal(
                ["rating", "profile-changed", "rating", "evaluation-recorded", "rating", "reversal", "rating", "posting", "rating", "person-changed", "registered"],
                items.Select(i => i.Text("type")));
            Assert.Equal(items.Select(i => i.GetProperty("at").GetDateTimeOffset()).OrderDescending(), items.Select(i => i.GetProperty("at").GetDateTimeOffset()));
            Assert.Equal("admin", items[1].Text("actor"));
            Assert.Equal("""{"effectiveOn":"2026-06-15","kind":"individual","creditLimit":1000.5,"creditFrom":"monthEnd","complexity":12.5}""", items[1].GetProperty("details").GetRawText());
            Assert.Equal("""{"evaluator":"e","points":33.33,"on":"2026-06-15","note":"n"}""", items[3].GetProperty("details").GetRawText());
            Assert.Equal($$"""{"source":"erp","externalId":"{{key}}"}""", items[5].GetProperty("details").GetRawText());
            var posting = items[7].GetProperty("details");
            Assert.Equal(("write_off", "12.34", "2026-01-01"), (posting.Text("kind"), posting.GetProperty("amount").GetRawText(), posting.Text("occurredOn")));
            Assert.Equal("3.33", items[2].GetProperty("details").GetProperty("score").GetRawText());
        }
    }

    [Fact]
    public async Task Total_is_there_only_when_asked_for_and_next_always()
    {
        var id = await api.CustomerAsync();
        var page = await api.ReadAsync($"/customers/{id}/ratings");
        Assert.Equal(["items", "next"], page.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["items", "next", "total"], (await api.ReadAsync($"/customers?q={id}&count=true")).EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Policies_are_documents()
    {
        var page = (await api.ReadAsync("/policies?limit=1")).GetProperty("items");
        var current = await api.ReadAsync("/policies/current");
        Assert.Equal(1, page.GetArrayLength());
        Assert.True(JsonElement.DeepEquals(page[0], current));
        Assert.True(JsonElement.DeepEquals(await api.ReadAsync("/policies/1"), current));
        Assert.Equal(1, current.Number("version"));
        Assert.Equal(13, current.GetProperty("document").GetProperty("classes").GetArrayLength());
    }

    private async Task<List<JsonElement>> AllAsync(string path, int limit)
    {
        var items = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var page = await api.ReadAsync($"{path}?limit={limit}{after}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.IsNull("next"))
            {
                return items;
            }

            Assert.Equal(limit, page.GetProperty("items").GetArrayLength());
            after = "&after=" + page.Text("next");
        }
    }
}
