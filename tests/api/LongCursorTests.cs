using System.Globalization;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class LongCursorTests(ApiFixture api)
{
    [Theory]
    [InlineData("长")]
    [InlineData("\"")]
    [InlineData("😀")]
    public async Task A_page_can_begin_after_the_longest_values(string letter)
    {
        var tag = Calls.NewId("tag");
        var (id, text) = (string.Concat(Enumerable.Repeat(letter, 96 / letter.Length)), string.Concat(Enumerable.Repeat(letter, 198 / letter.Length)));
        for (var i = 0; i < 3; i++)
        {
            (await api.CallAsync("PUT", $"/customers/{(id + i.ToString(CultureInfo.InvariantCulture)).Escaped()}", new { name = text, manager = id, region = text, tags = new[] { tag } })).Is(201);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var after = ""; ;)
        {
            var page = await api.ReadAsync($"/customers?tag={tag}&limit=1&sort=region,-name,manager,state{after}");
            Assert.True(seen.Add(page.GetProperty("items")[0].Text("id")));
            if (page.IsNull("next"))
            {
                break;
            }

            after = "&after=" + page.Text("next");
        }

        Assert.Equal(3, seen.Count);
    }
}
