using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>Answers: recorded, explained, kept; and bad ones refused.</summary>
[Collection(SharedSilo.Name)]
public sealed class CardAnswerTests(ApiFixture api)
{
    [Fact]
    public async Task Every_answer_is_explained_down_to_the_band()
    {
        var id = await api.ProspectAsync();
        var answer = (await api.JudgeAsync("prospect", id, "prospect", ScorecardCalls.Gold.With("cityClass", "fourth").With("willingness", "helps"))).Is(200).Body;
        Assert.Equal("accepted", answer.Text("status"));
        var result = answer.GetProperty("result");
        Assert.Equal(("fine", "优质客户资源", true, "2026-06-15"), (result.Text("band"), result.Text("bandText"), result.GetProperty("complete").GetBoolean(), result.Text("judgedOn")));
        Assert.Equal(("points", "sum", 78m), Part(result));
        Assert.Equal([("gold", false), ("fine", true)], result.GetProperty("bands").EnumerateArray().Select(b => (b.Text("band"), b.GetProperty("holds").GetBoolean())));
        var bound = result.GetProperty("bands")[0].GetProperty("bounds")[0];
        Assert.Equal(("points", 81m, 78m, false), (bound.Text("part"), bound.Number("atLeast"), bound.Number("value"), bound.GetProperty("holds").GetBoolean()));
        var sheet = Assert.Single(result.GetProperty("sheets").EnumerateArray());
        Assert.Equal(("li.na", "admin", 78m), (sheet.Text("evaluator"), sheet.Text("actor"), sheet.GetProperty("answers").EnumerateArray().Sum(a => a.Number("points"))));
        var city = sheet.GetProperty("answers")[0];
        Assert.Equal(("cityClass", "fourth", "Any other 其他", 4m), (city.Text("question"), city.Text("answer"), city.Text("answerText"), city.Number("points")));
    }

    [Fact]
    public async Task Several_judge_and_each_ones_latest_counts_once()
    {
        var (id, card) = (await api.CustomerAsync(), await api.CardAsync());
        await JudgeAsync(new { a = 100, b = 100 }, "a", "2026-06-01");
        await JudgeAsync(new { a = 10, b = 10 }, "b", "2026-06-01");
        await JudgeAsync(new { a = 0, b = 0 }, "a", "2026-06-02");
        await JudgeAsync(new { a = 50, b = 70.5 }, "b", "2026-06-01");
        await JudgeAsync(new { a = 99, b = 99 }, "a", "2026-05-01"); // late, of an earlier day

        var result = Assert.Single((await api.ReadAsync($"/customers/{id}/scorecards")).GetProperty("items").EnumerateArray());
        Assert.Equal(("p", "sum", 60.25m), Part(result));
        Assert.Equal(("low", "2026-06-02"), (result.Text("band"), result.Text("judgedOn")));
        Assert.Equal([("a", "2026-06-02"), ("b", "2026-06-01")], result.GetProperty("sheets").EnumerateArray().Select(s => (s.Text("evaluator"), s.Text("on"))));

        var history = await api.PagesAsync($"/customers/{id}/scorecards/{card}/answers", 2);
        Assert.Equal([198m, 120.5m, 0m, 20m, 200m], history.Select(s => Part(s).Value));

        async Task JudgeAsync(object answers, string evaluator, string on) => (await api.JudgeAsync("customer", id, card, answers, evaluator, on)).Is(200);
    }

    [Fact]
    public async Task What_is_incomplete_is_named_and_not_scored()
    {
        var (id, card) = (await api.CustomerAsync(), await api.CardAsync());
        var begun = (await api.JudgeAsync("customer", id, card, new { b = 100 })).Is(200).Body;
        Assert.Equal("a", Assert.Single(begun.GetProperty("sheet").GetProperty("missing").EnumerateArray()).GetString());
        var result = begun.GetProperty("result");
        Assert.False(result.GetProperty("complete").GetBoolean());
        Assert.True(result.IsNull("band") && result.IsNull("judgedOn") && result.GetProperty("parts")[0].IsNull("value"));
        Assert.Single(result.GetProperty("incomplete").EnumerateArray());
        Assert.Equal(id, Assert.Single((await api.ReadAsync($"/scorecards/{card}/results?band=")).GetProperty("items").EnumerateArray()).Text("id"));

        Assert.Equal("high", (await api.JudgeAsync("customer", id, card, new { a = 1, b = 100 })).Is(200).Body.GetProperty("result").Text("band"));
        Assert.Equal("high", (await api.JudgeAsync("customer", id, card, new { a = 1 }, "somebody else")).Is(200).Body.GetProperty("result").Text("band"));
    }

    [Fact]
    public async Task Saying_it_again_changes_nothing()
    {
        var (id, card, key) = (await api.CustomerAsync(), await api.CardAsync(), ("Idempotency-Key", Calls.NewId("k")));
        var first = (await api.JudgeAsync("customer", id, card, new { a = 1, b = 2 }, headers: key)).Is(200).Body;
        Assert.Equal("duplicate", (await api.JudgeAsync("customer", id, card, new { b = 2.00, a = 1 })).Is(200).Body.Text("status"));
        (await api.JudgeAsync("customer", id, card, new { a = 3, b = 3 })).Is(200);
        var again = (await api.JudgeAsync("customer", id, card, new { a = 1, b = 2 }, headers: key)).Is(200).Body; // a retry that comes late
        Assert.Equal(("accepted", "duplicate", 6m), (first.Text("status"), again.Text("status"), Part(again.GetProperty("result")).Value));
        (await api.JudgeAsync("customer", id, card, new { a = 9, b = 2 }, headers: key)).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(2, (await api.PagesAsync($"/customers/{id}/scorecards/{card}/answers", 10)).Count);

        // What was refused has used up no key.
        var other = ("Idempotency-Key", Calls.NewId("k"));
        Assert.Equal(422, (await api.JudgeAsync("customer", id, card, new { c = 1 }, headers: other)).Status);
        Assert.Equal("accepted", (await api.JudgeAsync("customer", id, card, new { a = 8, b = 8 }, headers: other)).Is(200).Body.Text("status"));
    }

    [Fact]
    public async Task Many_at_once_are_all_counted()
    {
        var (id, card) = (await api.ProspectAsync(), await api.CardAsync());
        await Task.WhenAll(Enumerable.Range(1, 16).Select(async i => (await api.JudgeAsync("prospect", id, card, new { a = i, b = 0 }, $"e{i}")).Is(200)));
        var item = Assert.Single((await api.ReadAsync($"/scorecards/{card}/results")).GetProperty("items").EnumerateArray());
        Assert.Equal((16, 8.5m), (item.Number("evaluators"), item.GetProperty("parts").Number("p")));
    }

    [Fact]
    public async Task A_new_version_is_answered_from_now_on_and_what_was_answered_stays()
    {
        var (id, card) = (await api.CustomerAsync(), await api.CardAsync());
        (await api.JudgeAsync("customer", id, card, new { a = 60, b = 60 }, "a")).Is(200);
        var document = ScorecardCalls.Small("Second");
        document["parts"]![0]!["questions"]!.AsArray().RemoveAt(1);
        document["bands"]![0]!["atLeast"]!["p"] = 50;
        (await api.CallAsync("PUT", $"/scorecards/{card}/versions/2", document)).Is(201);
        (await api.CallAsync("POST", $"/scorecards/{card}/versions/2/publish")).Is(200);

        var stays = Assert.Single((await api.ReadAsync($"/customers/{id}/scorecards")).GetProperty("items").EnumerateArray());
        Assert.Equal((1m, 120m), (stays.Number("version"), Part(stays).Value));
        (await api.CallAsync("POST", $"/scorecards/{card}/answers", new { subject = new { kind = "customer", id }, evaluator = "a", version = 1, answers = new { a = 1, b = 1 } }))
            .IsProblem(409, "scorecard-superseded", "/version");
        var now = (await api.JudgeAsync("customer", id, card, new { a = 50 }, "b")).Is(200).Body.GetProperty("result");
        Assert.Equal((2m, 50m, "high"), (now.Number("version"), Part(now).Value, now.Text("band")));
        Assert.Equal([2m, 1m], (await api.PagesAsync($"/customers/{id}/scorecards/{card}/answers", 10)).Select(s => s.Number("version")));
    }

    [Theory]
    [InlineData("""{ "c": 1 }""", "/answers/c")]
    [InlineData("""{ "a": 101 }""", "/answers/a")]
    [InlineData("""{ "a": "1" }""", "/answers/a")]
    [InlineData("""{ "a": null }""", "/answers/a")]
    [InlineData("""{ "a": 1e-30 }""", "/answers/a")]
    [InlineData("""{ "a/~": 1 }""", "/answers/a~1~0")]
    [InlineData("{}", "/answers")]
    [InlineData("[]", "/answers")]
    [InlineData("5", "/answers")]
    public async Task Answers_at_fault_are_named_by_their_place(string answers, string pointer)
    {
        var (id, card) = (await api.CustomerAsync(), await api.CardAsync());
        (await RawAsync(card, id, $$"""{{Says}}, "answers": {{answers}} """)).IsProblem(422, "answers-invalid", pointer);
        Assert.Empty(await api.PagesAsync($"/customers/{id}/scorecards/{card}/answers", 10));
    }

    [Theory]
    [InlineData("""{ "\u0000": 1 }""", 422, "answers-invalid")]
    [InlineData("""{ "a": 1, "a": 1 }""", 400, "invalid-value")]
    [InlineData("""{ "a": "\ud800" }""", 422, "answers-invalid")]
    [InlineData("""{ "\udc00": 1 }""", 400, "invalid-value")]
    [InlineData("""{ "a": 01 }""", 400, "invalid-json")]
    public async Task Odd_answers_are_refused(string answers, int status, string code)
    {
        var reply = await RawAsync(await api.CardAsync(), await api.CustomerAsync(), $$"""{{Says}}, "answers": {{answers}} """);
        reply.IsProblem(status, code);
    }

    [Theory]
    [InlineData(""" "evaluator": "", "answers": { "a": 1 } """, 422, "required", "/evaluator")]
    [InlineData(""" "evaluator": "a\u0000", "answers": { "a": 1 } """, 422, "text-invalid", "/evaluator")]
    [InlineData(""" "evaluator": "a\ud800", "answers": { "a": 1 } """, 400, "invalid-value", "/evaluator")]
    [InlineData(""" "evaluator": "a", "answers": { "a": 1 }, "on": "2026-06-16" """, 422, "date-in-future", "/on")]
    [InlineData(""" "evaluator": "a", "answers": { "a": 1 }, "on": "1899-12-31" """, 422, "date-out-of-range", "/on")]
    [InlineData(""" "evaluator": "a", "answers": { "a": 1 }, "on": "2026-02-30" """, 400, "invalid-value", "/on")]
    [InlineData(""" "evaluator": "a", "answers": { "a": 1 }, "version": 2 """, 409, "scorecard-superseded", "/version")]
    [InlineData(""" "evaluator": "a" """, 422, "required", "/answers")]
    [InlineData(""" "evaluator": "a", "answers": { "a": 1 }, "more": 1 """, 400, "invalid-value", "/more")]
    public async Task Sheets_at_fault_are_refused(string fields, int status, string code, string pointer) =>
        (await RawAsync(await api.CardAsync(), await api.CustomerAsync(), fields)).IsProblem(status, code, pointer);

    [Fact]
    public async Task Whoever_is_unknown_is_told()
    {
        var id = await api.CustomerAsync();
        (await api.JudgeAsync("customer", "nobody", "prospect", ScorecardCalls.Gold)).IsProblem(404, "customer-not-found", "/subject/id");
        (await api.JudgeAsync("prospect", id, "prospect", ScorecardCalls.Gold)).IsProblem(404, "prospect-not-found", "/subject/id");
        (await api.JudgeAsync("firm", id, "prospect", ScorecardCalls.Gold)).IsProblem(400, "invalid-value", "/subject/kind");
        (await api.JudgeAsync("customer", "a\0", "prospect", ScorecardCalls.Gold)).IsProblem(422, "text-invalid", "/subject/id");
        (await api.JudgeAsync("customer", id, "nothing", ScorecardCalls.Gold)).IsProblem(404, "scorecard-not-found", "/name");
        (await api.CallAsync("GET", "/customers/nobody/scorecards")).IsProblem(404, "customer-not-found");
        (await api.CallAsync("GET", "/prospects/nobody/scorecards/prospect/answers")).IsProblem(404, "prospect-not-found");
        (await api.CallAsync("GET", "/scorecards/nothing/results")).IsProblem(404, "scorecard-not-found");
        (await api.CallAsync("POST", "/scorecards/prospect/answers", new byte[300_000], headers: ("Expect", "100-continue"))).IsProblem(413, "body-too-large");
    }

    private const string Says = """ "evaluator": "a" """;

    private Task<Reply> RawAsync(string card, string customer, string fields) =>
        api.CallAsync("POST", $"/scorecards/{card}/answers", $$"""{ "subject": { "kind": "customer", "id": "{{customer}}" }, {{fields}} }""");

    private static (string Name, string Total, decimal Value) Part(JsonElement owner) => owner.GetProperty("parts")[0] is var part
        ? (part.Text("part"), part.Text("total"), part.Number("value"))
        : default;
}
