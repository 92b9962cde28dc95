using System.Net;
using System.Text.Json;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>The list, and taking note.</summary>
public sealed class AlertListTests(AlertFixture api) : IClassFixture<AlertFixture>
{
    [Fact]
    public async Task An_alert_shows_what_it_is_about()
    {
        await api.ExceedAsync("shown", manager: "li.na", name: "Shown Ltd");

        var page = await api.GetAsync("/alerts?status=open&customer=shown&count=true");
        var item = page.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("kind").GetString() == "credit_limit");

        Assert.Equal(2, page.GetProperty("total").GetInt64());
        Assert.Equal(
            "shown Shown Ltd open high li.na",
            string.Join(' ', new[] { "customerId", "customerName", "status", "severity", "manager" }.Select(name => item.GetProperty(name).GetString())));
        Assert.Equal(150m, item.GetProperty("figures").GetProperty("receivable").GetDecimal());
        Assert.Equal(100m, item.GetProperty("figures").GetProperty("creditLimit").GetDecimal());
        Assert.Equal(item.GetProperty("openedAt").GetDateTimeOffset(), item.GetProperty("updatedAt").GetDateTimeOffset());
        Assert.All(
            new[] { "from", "to", "acknowledgedBy", "acknowledgedAt", "closedAt", "closeReason" },
            name => Assert.Equal(JsonValueKind.Null, item.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task Is_acknowledged_once_and_closed_by_itself()
    {
        await api.ExceedAsync("noted");
        var id = await api.IdAsync("noted");

        var first = await api.PostAsync($"/alerts/{id}/acknowledge", new { });
        Assert.Equal(("accepted", "acknowledged", "admin"), Answer(first));
        Assert.Equal(("duplicate", "acknowledged", "admin"), Answer(await api.PostAsync($"/alerts/{id}/acknowledge", new { })));

        await api.RepayAsync("noted");
        var closed = (await api.GetAsync("/alerts?customer=noted&status=closed")).GetProperty("items")[0];
        Assert.Equal(("within_limit", "admin"), (closed.GetProperty("closeReason").GetString(), closed.GetProperty("acknowledgedBy").GetString()));
        var (status, problem) = await api.SendAsync(HttpMethod.Post, $"/alerts/{id}/acknowledge");
        Assert.Equal((HttpStatusCode.Conflict, "alert-closed"), (status, problem.GetProperty("code").GetString()));

        var timeline = await api.GetAsync("/customers/noted/timeline");
        var noted = timeline.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("type").GetString() == "alert-acknowledged");
        Assert.Equal(("admin", "credit_limit"), (noted.GetProperty("actor").GetString(), noted.GetProperty("details").GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("acme%2F1")]
    public async Task An_unknown_one_is_not_found(string id)
    {
        var (status, problem) = await api.SendAsync(HttpMethod.Post, $"/alerts/{id}/acknowledge");

        Assert.Equal((HttpStatusCode.NotFound, "alert-not-found"), (status, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("manager=list.a", 4)]
    [InlineData("manager=list.a,list.b", 6)]
    [InlineData("manager=list.a&kind=credit_limit", 2)]
    [InlineData("manager=list.a&severity=high", 2)]
    [InlineData("manager=list.a&severity=info,high&status=open,acknowledged", 4)]
    [InlineData("manager=list.a&status=closed", 0)]
    [InlineData("customer=list-1,list-3", 4)]
    [InlineData("manager=&customer=list-1,list-3,list-4", 2)]
    public async Task Filters(string query, int count)
    {
        await FillAsync();

        var page = await api.GetAsync($"/alerts?{query}&count=true");

        Assert.Equal((count, count), (page.GetProperty("total").GetInt32(), page.GetProperty("items").GetArrayLength()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sort=openedAt")]
    [InlineData("&sort=-severity,kind")]
    [InlineData("&sort=-updatedAt,customerName")]
    public async Task Pages_give_everything_once(string sort)
    {
        await FillAsync();
        var (ids, after) = (new List<string>(), "");
        do
        {
            var page = await api.GetAsync($"/alerts?manager=list.a,list.b&limit=2{sort}{after}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        Assert.Equal((6, 6), (ids.Count, ids.Distinct().Count()));
        Assert.True(sort.Length > 0 || ids.Select(long.Parse).SequenceEqual(ids.Select(long.Parse).OrderDescending()));
    }

    [Theory]
    [InlineData("status=new", "invalid-parameter")]
    [InlineData("kind=", "invalid-parameter")]
    [InlineData("severity=high,worst", "invalid-parameter")]
    [InlineData("sort=figures", "invalid-sort")]
    [InlineData("limit=0", "invalid-limit")]
    [InlineData("after=x", "invalid-cursor")]
    public async Task What_cannot_be_asked_is_refused(string query, string code)
    {
        var (status, problem) = await api.SendAsync(HttpMethod.Get, $"/alerts?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, problem.GetProperty("code").GetString()));
    }

    private async Task FillAsync()
    {
        await api.ExceedAsync("list-1", "list.a");
        await api.ExceedAsync("list-2", "list.a");
        await api.ExceedAsync("list-3", "list.b");
        await api.ExceedAsync("list-4");
    }

    private static (string?, string?, string?) Answer(JsonElement answer) => (
        answer.GetProperty("status").GetString(), answer.GetProperty("alert").GetProperty("status").GetString(),
        answer.GetProperty("alert").GetProperty("acknowledgedBy").GetString());
}
