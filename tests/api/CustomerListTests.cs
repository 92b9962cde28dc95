using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(PopulatedSilo.Name)]
public class CustomerListTests(PopulatedSilo silo)
{
    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("state")]
    [InlineData("class")]
    [InlineData("score")]
    [InlineData("tier")]
    [InlineData("manager")]
    [InlineData("region")]
    [InlineData("sales")]
    [InlineData("receivable")]
    [InlineData("overdue")]
    [InlineData("ratedOn")]
    [InlineData("nextReviewOn")]
    public async Task Every_order_shows_everybody_once(string field)
    {
        await silo.ReadyAsync();
        foreach (var sort in new[] { field, "-" + field })
        {
            var everybody = await EverybodyOnceAsync(sort);
            Assert.Equal(everybody.Select(c => Key(c, field)).Order(Keys), (sort == field ? everybody : everybody.Reverse()).Select(c => Key(c, field)));
        }
    }

    [Theory]
    [InlineData("-tier,manager")]
    [InlineData("region,-sales")]
    [InlineData("-manager,-region,name")]
    [InlineData("state,class,-score,nextReviewOn")]
    [InlineData("-nextReviewOn,overdue")]
    [InlineData("name,name")]
    [InlineData("-id")]
    public async Task So_does_every_order_by_several_fields(string sort)
    {
        await silo.ReadyAsync();
        var everybody = await EverybodyOnceAsync(sort);
        var expected = sort.Split(',').Aggregate(
            everybody.OrderBy(_ => 0),
            (sorted, field) => field[0] == '-' ? sorted.ThenByDescending(c => Key(c, field[1..]), Keys) : sorted.ThenBy(c => Key(c, field), Keys));
        Assert.Equal(expected.ThenBy(c => c.Text("id"), StringComparer.Ordinal).Select(c => c.Text("id")), everybody.Select(c => c.Text("id")));
    }

    [Theory]
    [InlineData("tier=3,4", "tier", "3", "4")]
    [InlineData("tier=2", "tier", "2")]
    [InlineData("state=problem", "state", "problem")]
    [InlineData("state=new,dormant", "state", "new", "dormant")]
    [InlineData("class=dormant.prospect", "class", "dormant.prospect")]
    [InlineData("kind=individual", "kind", "individual")]
    [InlineData("kind=individual,enterprise", "kind", "individual", "enterprise")]
    [InlineData("manager=li.na", "manager", "li.na")]
    [InlineData("manager=", "manager", "")]
    [InlineData("manager=li.na,", "manager", "", "li.na")]
    [InlineData("region=%E5%8D%8E%E4%B8%9C", "region", "华东")]
    [InlineData("region=", "region", "")]
    [InlineData("state=unheard-of", "state")]
    public async Task A_filter_finds_exactly_those(string filter, string field, params string[] words)
    {
        await silo.ReadyAsync();
        var expected = (await AllAsync("")).Where(c => words.Contains(Key(c, field).Trim('~'))).Select(c => c.Text("id"));
        Assert.Equal(expected, (await AllAsync(filter)).Select(c => c.Text("id")));
        Assert.Equal(expected.Count(), (await silo.ReadAsync($"/customers?limit=1&count=true&{filter}")).Number("total"));
    }

    [Theory]
    [InlineData("%", 13)]
    [InlineData("_", 13)]
    [InlineData("\\", 13)]
    [InlineData("100% ", 13)]
    [InlineData("NAME 3", 13)]
    [InlineData("k00", 10)]
    [InlineData("K00", 10)]
    [InlineData("", 130)]
    [InlineData("%%", 0)]
    [InlineData("a_e", 0)]
    public async Task Text_is_found_as_it_is_in_any_case(string text, int count)
    {
        await silo.ReadyAsync();
        var page = await silo.ReadAsync($"/customers?count=true&limit=1&q={text.Escaped()}");
        Assert.Equal(count, page.Number("total"));
    }

    [Fact]
    public async Task Filters_go_together_and_are_counted_over_all_pages()
    {
        await silo.ReadyAsync();
        var expected = (await AllAsync("")).Count(c => c.Text("kind") == "individual" && c.GetProperty("tags").EnumerateArray().Any(t => t.ValueEquals("五")));
        var page = await silo.ReadAsync($"/customers?kind=individual&tag={"五".Escaped()}&count=true&limit=2");
        Assert.Equal((9, 9m, 2), (expected, page.Number("total"), page.GetProperty("items").GetArrayLength()));
        page = await silo.ReadAsync($"/customers?kind=individual&tag={"五".Escaped()}&count=true&limit=500&after={page.Text("next")}");
        Assert.Equal((9m, 7), (page.Number("total"), page.GetProperty("items").GetArrayLength()));
    }

    private static IComparer<string> Keys => StringComparer.Ordinal;

    private async Task<JsonElement[]> EverybodyOnceAsync(string sort)
    {
        var everybody = await AllAsync($"sort={sort}", limit: 23);
        Assert.Equal(PopulatedSilo.Customers, everybody.DistinctBy(c => c.Text("id")).Count());
        Assert.Equal(PopulatedSilo.Customers, everybody.Length);
        return everybody;
    }

    private async Task<JsonElement[]> AllAsync(string query, int limit = 500)
    {
        var items = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var page = await silo.ReadAsync($"/customers?limit={limit}&{query}{after}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.IsNull("next"))
            {
                return [.. items];
            }

            after = "&after=" + page.Text("next");
        }
    }

    /// <summary>A text that sorts as the value does: nobody's manager first, no review last.</summary>
    private static string Key(JsonElement customer, string field)
    {
        var value = customer.GetProperty(field);
        return value.ValueKind switch
        {
            JsonValueKind.Null => field == "nextReviewOn" ? "~" : "",
            JsonValueKind.Number when field == "tier" => value.GetRawText(),
            JsonValueKind.Number => (value.GetDecimal() + 1_000_000_000m).ToString("0000000000.00", System.Globalization.CultureInfo.InvariantCulture),
            _ => value.GetString()!,
        };
    }
}
