using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>Who was judged, by band; and judgements that become evaluations.</summary>
[Collection(SharedSilo.Name)]
public sealed class CardResultTests(ApiFixture api)
{
    [Fact]
    public async Task Subjects_are_listed_the_best_band_first_and_those_without_one_last()
    {
        var card = await api.CardAsync();
        string[] ids = [await api.ProspectAsync(), await api.CustomerAsync(), await api.ProspectAsync(), await api.ProspectAsync()];
        (await api.JudgeAsync("prospect", ids[0], card, new { a = 1 })).Is(200);
        (await api.JudgeAsync("customer", ids[1], card, new { a = 1, b = 1 })).Is(200);
        (await api.JudgeAsync("prospect", ids[2], card, new { a = 100, b = 1 }, on: "2026-06-01")).Is(200);
        (await api.JudgeAsync("prospect", ids[3], card, new { a = 99, b = 1 }, on: "2026-06-02")).Is(200);

        Assert.Equal([ids[2], ids[3], ids[1], ids[0]], await IdsAsync(""));
        Assert.Equal([ids[2], ids[3]], await IdsAsync("?band=high"));
        Assert.Equal([ids[1], ids[0]], await IdsAsync("?band=low,"));
        Assert.Equal([ids[1]], await IdsAsync("?kind=customer"));
        Assert.Equal([ids[0], ids[1], ids[3], ids[2]], await IdsAsync("?sort=-judgedOn"));
        Assert.Equal(3, (await api.ReadAsync($"/scorecards/{card}/results?kind=prospect&count=true&limit=1")).Number("total"));
        (await api.CallAsync("GET", $"/scorecards/{card}/results?kind=firm")).IsProblem(400, "invalid-parameter", "/kind");
        (await api.CallAsync("GET", $"/scorecards/{card}/results?sort=parts")).IsProblem(400, "invalid-sort", "/sort");
        foreach (var path in new[] { $"/scorecards/{card}/results", $"/customers/{ids[1]}/scorecards", $"/customers/{ids[1]}/scorecards/{card}/answers", "/scorecards", "/prospects" })
        {
            foreach (var words in new[] { "x", "x\u001fa\0", "scorecard-results:band\u001fx\u001fy", "subject-scorecards\u001fa\0", "subject-scorecards", "subject-answers\u001fx", "scorecards:id\u001fa\0" })
            {
                var cursor = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(words));
                (await api.CallAsync("GET", $"{path}?after={cursor}")).IsProblem(400, "invalid-cursor", "/after");
            }
        }

        async Task<IEnumerable<string>> IdsAsync(string query) => (await api.PagesAsync($"/scorecards/{card}/results{query}", 1)).Select(item => item.Text("id"));
    }

    [Fact]
    public async Task Judgements_become_evaluations_that_the_score_counts()
    {
        var id = await api.CustomerAsync();
        (await api.JudgeAsync("customer", id, "qualitative", ScorecardCalls.Qualitative(10), "a", "2026-06-01")).Is(200);
        (await api.JudgeAsync("customer", id, "qualitative", ScorecardCalls.Qualitative(80).With("credit", 0.5), "a", "2026-06-02")).Is(200);
        (await api.JudgeAsync("customer", id, "qualitative", ScorecardCalls.Qualitative(40), "b")).Is(200);
        (await api.JudgeAsync("customer", id, "qualitative", new { credit = 1 }, "c")).Is(200); // only begun
        Assert.True((await api.ReadAsync($"/customers/{id}/rating")).GetProperty("measures").IsNull("evaluation"));

        var at = $"/customers/{id}/scorecards/qualitative/evaluations";
        var done = (await api.CallAsync("POST", at)).Is(200).Body;
        Assert.Equal(
            [("a", "2026-06-02", 66.75m, "accepted"), ("b", "2026-06-15", 40m, "accepted")],
            done.GetProperty("evaluations").EnumerateArray().Select(e => (e.Text("evaluator"), e.Text("on"), e.Number("points"), e.Text("status"))));
        Assert.Equal(id, done.GetProperty("rating").Text("customerId"));
        Assert.Equal(53.38m, (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("measures").Number("evaluation"));

        var etag = (await api.CallAsync("GET", $"/customers/{id}")).ETag;
        Assert.Equal(
            ["duplicate", "duplicate"], (await api.CallAsync("POST", at)).Is(200).Body.GetProperty("evaluations").EnumerateArray().Select(e => e.Text("status")));
        Assert.Equal(etag, (await api.CallAsync("GET", $"/customers/{id}")).ETag);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_record_it_says_so()
    {
        var id = await api.CustomerAsync();
        var none = (await api.CallAsync("POST", $"/customers/{id}/scorecards/qualitative/evaluations")).Is(200).Body;
        Assert.True(none.GetProperty("evaluations").GetArrayLength() == 0 && none.IsNull("rating"));
        (await api.JudgeAsync("customer", id, "prospect", ScorecardCalls.Gold)).Is(200);
        (await api.CallAsync("POST", $"/customers/{id}/scorecards/prospect/evaluations")).IsProblem(422, "scorecard-no-evaluation", "/name");
        (await api.CallAsync("POST", $"/customers/{id}/scorecards/nothing/evaluations")).IsProblem(404, "scorecard-not-found", "/name");
        (await api.CallAsync("POST", "/customers/nobody/scorecards/qualitative/evaluations")).IsProblem(404, "customer-not-found");
    }
}
