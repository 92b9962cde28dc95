using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>The published description of scorecards and prospects, against what the server really answers.</summary>
[Collection(SharedSilo.Name)]
public sealed class ScorecardDescriptionTests(ApiFixture api)
{
    [Fact]
    public async Task Real_answers_are_as_described()
    {
        var (customer, prospect, card) = (await api.CustomerAsync(), Calls.NewId("p"), Calls.NewId("card-"));
        var version = $"/scorecards/{card}/versions/1";
        await CheckAsync("/prospects/{id}", "PUT", $"/prospects/{prospect}", new { name = "N" });
        await CheckAsync("/scorecards/{name}/versions/{version}", "PUT", version, ScorecardCalls.Small());
        await CheckAsync("/scorecards/{name}/versions/{version}", "PUT", version, ScorecardCalls.Small("Again"));
        await CheckAsync("/scorecards/{name}/versions/{version}/validate", "POST", version + "/validate");
        await CheckAsync("/scorecards/{name}/versions/{version}/publish", "POST", version + "/publish");
        await CheckAsync("/scorecards/{name}/versions/{version}", "GET", version);
        await CheckAsync("/scorecards/{name}/answers", "POST", $"/scorecards/{card}/answers", Answers("prospect", prospect, new { a = 100, b = 0.5 }));
        await CheckAsync("/scorecards/{name}/answers", "POST", "/scorecards/prospect/answers", Answers("prospect", prospect, ScorecardCalls.Gold));
        await CheckAsync("/scorecards/{name}/answers", "POST", $"/scorecards/{card}/answers", Answers("customer", customer, new { a = 1 }));
        await CheckAsync("/scorecards/{name}/answers", "POST", $"/scorecards/{card}/answers", Answers("customer", customer, new { c = 1 }));
        await CheckAsync("/scorecards/{name}/answers", "POST", "/scorecards/qualitative/answers", Answers("customer", customer, ScorecardCalls.Qualitative(1)));
        await CheckAsync("/customers/{id}/scorecards/{name}/evaluations", "POST", $"/customers/{customer}/scorecards/qualitative/evaluations");
        await CheckAsync("/scorecards", "GET", "/scorecards?limit=500");
        await CheckAsync("/scorecards/{name}", "GET", "/scorecards/intention");
        await CheckAsync("/scorecards/{name}/results", "GET", $"/scorecards/{card}/results?count=true");
        await CheckAsync("/customers/{id}/scorecards", "GET", $"/customers/{customer}/scorecards");
        await CheckAsync("/customers/{id}/scorecards/{name}/answers", "GET", $"/customers/{customer}/scorecards/{card}/answers");
        await CheckAsync("/prospects/{id}/scorecards", "GET", $"/prospects/{prospect}/scorecards");
        await CheckAsync("/prospects/{id}/scorecards/{name}/answers", "GET", $"/prospects/{prospect}/scorecards/{card}/answers");
        await CheckAsync("/prospects/{id}/customer", "POST", $"/prospects/{prospect}/customer", new { customerId = customer });
        await CheckAsync("/prospects/{id}", "GET", $"/prospects/{prospect}");
        await CheckAsync("/prospects", "GET", "/prospects?limit=500&count=true");
        Assert.True((await DescriptionAsync()).GetProperty("paths").GetProperty("/api/v1/prospects/{id}").TryGetProperty("delete", out _));

        static object Answers(string kind, string id, object answers) => new { subject = new { kind, id }, evaluator = "e", answers };
    }

    private async Task CheckAsync(string path, string method, string at, object? body = null) =>
        await Schemas.CheckAsync(api, method.ToLowerInvariant(), "/api/v1" + path, await api.CallAsync(method, at, body));

    private Task<JsonElement> DescriptionAsync() => api.ReadAsync("/openapi/v1.json");
}
