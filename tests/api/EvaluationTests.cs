using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class EvaluationTests(ApiFixture api)
{
    [Fact]
    public async Task One_per_evaluator_and_day_and_the_latest_counts()
    {
        var id = await api.CustomerAsync();
        await EvaluateAsync(id, new { evaluator = "a", points = 10, on = "2026-06-01" });
        await EvaluateAsync(id, new { evaluator = "a", points = 20.25, on = "2026-06-01", note = "second thoughts\nin two lines" });
        Assert.Equal(20.25m, await MeanAsync(id));
        await EvaluateAsync(id, new { evaluator = "a", points = 90, on = "2026-05-01" });
        Assert.Equal(20.25m, await MeanAsync(id));
        await EvaluateAsync(id, new { evaluator = "a", points = 40 });
        Assert.Equal(40, await MeanAsync(id));
        await EvaluateAsync(id, new { evaluator = "b", points = 0 });
        await EvaluateAsync(id, new { evaluator = "c", points = 100 });
        Assert.Equal(46.67m, await MeanAsync(id));
    }

    [Fact]
    public async Task The_same_again_is_a_duplicate()
    {
        var id = await api.CustomerAsync();
        Assert.Equal("accepted", await EvaluateAsync(id, new { evaluator = "a", points = 10 }));
        Assert.Equal("duplicate", await EvaluateAsync(id, new { evaluator = "a", points = 10.0, on = "2026-06-15" }));
    }

    [Theory]
    [InlineData("\"points\": -0.01", 422, "points-out-of-range", "/points")]
    [InlineData("\"points\": 100.01", 422, "points-out-of-range", "/points")]
    [InlineData("\"points\": 50.001", 422, "points-out-of-range", "/points")]
    [InlineData("\"points\": 1e-30", 400, "invalid-value", "/points")]
    [InlineData("\"points\": 1e300", 400, "invalid-value", "/points")]
    [InlineData("\"points\": \"50\"", 400, "invalid-value", "/points")]
    [InlineData("\"points\": null", 400, "invalid-value", "/points")]
    [InlineData("\"note\": \"x\"", 422, "required", "/points")]
    [InlineData("\"points\": 50, \"on\": \"2026-06-16\"", 422, "date-in-future", "/on")]
    [InlineData("\"points\": 50, \"on\": \"1899-12-31\"", 422, "date-out-of-range", "/on")]
    [InlineData("\"points\": 50, \"on\": \"0001-01-01\"", 422, "date-out-of-range", "/on")]
    [InlineData("\"points\": 50, \"on\": \"2026-02-30\"", 400, "invalid-value", "/on")]
    [InlineData("\"points\": 50, \"note\": \"a\\u0000b\"", 422, "text-invalid", "/note")]
    [InlineData("\"points\": 50, \"note\": \"a\\ud800b\"", 400, "invalid-value", "/note")]
    public async Task A_bad_judgement_is_refused(string fields, int status, string code, string pointer)
    {
        var id = await api.CustomerAsync();
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", $$"""{ "evaluator": "a", {{fields}} }""")).IsProblem(status, code, pointer);
        Assert.Equal("\"1\"", (await api.CallAsync("GET", $"/customers/{id}")).ETag);
    }

    [Fact]
    public async Task Its_texts_are_bounded()
    {
        var id = await api.CustomerAsync();
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = new string('e', 101), points = 1 })).IsProblem(422, "text-too-long", "/evaluator");
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "", points = 1 })).IsProblem(422, "required", "/evaluator");
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "a\u0000", points = 1 })).IsProblem(422, "text-invalid", "/evaluator");
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "e", points = 1, note = new string('n', 2001) })).IsProblem(422, "text-too-long", "/note");
        (await api.CallAsync("POST", "/customers/nobody/evaluations", new { evaluator = "e", points = 1 })).IsProblem(404, "customer-not-found");
    }

    private async Task<string> EvaluateAsync(string id, object input) => (await api.CallAsync("POST", $"/customers/{id}/evaluations", input)).Is(200).Body.Text("status");

    private async Task<decimal> MeanAsync(string id) => (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("measures").Number("evaluation");
}
