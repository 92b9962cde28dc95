using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>The life of a scorecard: draft, validated, published, superseded.</summary>
[Collection(SharedSilo.Name)]
public sealed class ScorecardVersionTests(ApiFixture api)
{
    [Theory]
    [InlineData("prospect")]
    [InlineData("intention")]
    [InlineData("qualitative")]
    public async Task The_cards_of_the_specification_are_there(string name)
    {
        var card = await api.ReadAsync($"/scorecards/{name}");
        Assert.Equal((1, "published"), (card.Number("version"), card.Text("status")));
        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(ScorecardReader.DefaultJson(name)), card.GetProperty("document")));
        Assert.Equal("Lifecycle scorecard", (await api.ReadAsync("/scorecards/schema")).Text("title"));
    }

    [Fact]
    public async Task A_draft_changes_until_it_is_published_and_never_again()
    {
        var name = Calls.NewId("card-");
        var at = $"/scorecards/{name}/versions/1";
        var draft = (await api.CallAsync("PUT", at, ScorecardCalls.Small())).Is(201);
        Assert.Equal(("draft", "admin"), (draft.Body.Text("status"), draft.Body.Text("changedBy")));
        (await api.CallAsync("GET", $"/scorecards/{name}")).IsProblem(404, "scorecard-not-found", "/name"); // nothing to answer yet
        var changed = (await api.CallAsync("PUT", at, ScorecardCalls.Small("Better"), headers: ("If-Match", draft.ETag!))).Is(200);
        (await api.CallAsync("PUT", at, ScorecardCalls.Small("Late"), headers: ("If-Match", draft.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, ScorecardCalls.Small("New"), headers: ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", at, headers: ("If-Match", draft.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("POST", at + "/publish", headers: ("If-Match", draft.ETag!))).IsProblem(412, "version-mismatch");

        Assert.Equal("published", (await api.CallAsync("POST", at + "/publish", headers: ("If-Match", changed.ETag!))).Is(200).Body.Text("status"));
        Assert.Equal("published", (await api.CallAsync("POST", at + "/publish")).Is(200).Body.Text("status")); // said again
        (await api.CallAsync("PUT", at, ScorecardCalls.Small("Never"))).IsProblem(409, "scorecard-published", "/version");
        (await api.CallAsync("DELETE", at)).IsProblem(409, "scorecard-published", "/version");
        Assert.Equal("Better", (await api.ReadAsync(at)).GetProperty("document").Text("name"));

        (await api.CallAsync("PUT", $"/scorecards/{name}/versions/3", ScorecardCalls.Small())).IsProblem(422, "scorecard-not-next", "/version");
        (await api.CallAsync("PUT", $"/scorecards/{name}/versions/2", ScorecardCalls.Small("Second"))).Is(201);
        Assert.Equal("Better", (await api.ReadAsync($"/scorecards/{name}")).GetProperty("document").Text("name"));
        (await api.CallAsync("POST", $"/scorecards/{name}/versions/2/publish")).Is(200);
        Assert.Equal(2, (await api.ReadAsync($"/scorecards/{name}")).Number("version"));
        var versions = (await api.ReadAsync($"/scorecards?name={name}")).GetProperty("items").EnumerateArray();
        Assert.Equal([(1m, "superseded"), (2m, "published")], versions.Select(v => (v.Number("version"), v.Text("status"))));
    }

    [Fact]
    public async Task A_draft_at_fault_is_kept_and_not_published()
    {
        var (at, document) = ($"/scorecards/{Calls.NewId("card-")}/versions/1", ScorecardCalls.Small());
        document["bands"]![0]!["atLeast"]!["q"] = 1;
        document["parts"]![0]!["total"] = "sum";
        document["more"] = 1;
        (await api.CallAsync("PUT", at, document)).Is(201);
        var check = (await api.CallAsync("POST", at + "/validate")).Is(200).Body;
        Assert.False(check.GetProperty("valid").GetBoolean());
        Assert.Equal(["/bands/0/atLeast/q", "/more"], check.GetProperty("faults").EnumerateArray().Select(f => f.Text("pointer")).Order());
        var refused = await api.CallAsync("POST", at + "/publish");
        Assert.Equal((422, "scorecard-invalid"), (refused.Status, refused.Body.Text("code")));
        Assert.Equal("There is no such part.", refused.Body.GetProperty("errors").GetProperty("/bands/0/atLeast/q")[0].GetString());
    }

    [Fact]
    public async Task Whoever_has_seen_a_draft_thrown_away_has_not_seen_the_next()
    {
        var at = $"/scorecards/{Calls.NewId("card-")}/versions/1";
        var draft = (await api.CallAsync("PUT", at, ScorecardCalls.Small())).Is(201);
        (await api.CallAsync("DELETE", at, headers: ("If-Match", draft.ETag!))).Is(204);
        (await api.CallAsync("DELETE", at)).IsProblem(404, "scorecard-not-found", "/name");
        (await api.CallAsync("PUT", at, ScorecardCalls.Small(), headers: ("If-Match", draft.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, ScorecardCalls.Small(), headers: ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, ScorecardCalls.Small(), headers: ("If-None-Match", "*"))).Is(201);
        (await api.CallAsync("PUT", at, ScorecardCalls.Small(), headers: ("If-Match", draft.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, ScorecardCalls.Small("Any"), headers: ("If-Match", "*"))).Is(200);
    }

    [Fact]
    public async Task Of_changes_at_once_one_wins_and_what_was_published_was_seen()
    {
        var at = $"/scorecards/{Calls.NewId("card-")}/versions/1";
        var draft = (await api.CallAsync("PUT", at, ScorecardCalls.Small("Seen"))).Is(201);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0
            ? api.CallAsync("PUT", at, ScorecardCalls.Small($"n{i}"), headers: ("If-Match", draft.ETag!))
            : api.CallAsync("POST", at + "/publish", headers: ("If-Match", draft.ETag!))));
        var (puts, publications) = (replies.Where((_, i) => i % 2 == 0).ToArray(), replies.Where((_, i) => i % 2 == 1).ToArray());
        Assert.True(puts.Count(r => r.Status == 200) <= 1);
        Assert.All(puts, r => Assert.Contains(r.Status, new[] { 200, 409, 412 }));

        // Either every change was late, or every publication was.
        var isPublished = puts.All(r => r.Status != 200);
        Assert.All(publications, r => r.Is(isPublished ? 200 : 412));
        Assert.Equal(isPublished ? "published" : "draft", (await api.ReadAsync(at)).Text("status"));
        Assert.Equal(isPublished, (await api.ReadAsync(at)).GetProperty("document").Text("name") == "Seen");
    }

    [Fact]
    public async Task Bodies_and_names_at_fault_are_problems()
    {
        var at = $"/scorecards/{Calls.NewId("card-")}/versions/1";
        (await api.CallAsync("PUT", at, "[]")).IsProblem(400, "invalid-value");
        (await api.CallAsync("PUT", at, """{ "name": NaN }""")).IsProblem(400, "invalid-json");
        (await api.CallAsync("PUT", at, """{ "name": "\ud800" }""")).IsProblem(400, "invalid-json");
        (await api.CallAsync("PUT", at, new byte[] { 0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d })).IsProblem(400, "invalid-json");
        (await api.CallAsync("PUT", at, $$"""{ "name": "{{new string('x', ScorecardReader.LongestDocument)}}" }""")).IsProblem(422, "scorecard-too-large");
        (await api.CallAsync("PUT", at, string.Concat(Enumerable.Repeat("{\"parts\":[", 1000)))).IsProblem(400, "invalid-json");
        (await api.CallAsync("PUT", at, new byte[300_000], headers: ("Expect", "100-continue"))).IsProblem(413, "body-too-large");
        (await api.CallAsync("PUT", at, "{}", contentType: "text/plain")).IsProblem(415, "unsupported-media-type");
        (await api.CallAsync("PUT", at, """{ "name": "a\u0000b", "name": "twice" }""")).Is(201); // a draft may be at fault
        Assert.False((await api.CallAsync("POST", at + "/validate")).Is(200).Body.GetProperty("valid").GetBoolean());
        foreach (var name in new[] { "schema", "1st", "a%20b", "a%2Fb", "%E5%AE%A2" })
        {
            (await api.CallAsync("PUT", $"/scorecards/{name}/versions/1", "{}")).IsProblem(422, "scorecard-name-invalid", "/name");
        }

        foreach (var version in new[] { "0", "-1", "x", "99999999999", "2147483647" })
        {
            (await api.CallAsync("GET", $"/scorecards/prospect/versions/{version}")).IsProblem(404, "scorecard-not-found", "/name");
            (await api.CallAsync("POST", $"/scorecards/prospect/versions/{version}/publish")).IsProblem(404, "scorecard-not-found", "/name");
        }

        (await api.CallAsync("GET", "/scorecards/nothing")).IsProblem(404, "scorecard-not-found", "/name");
    }
}
