using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>The life of a policy: draft, validated, published, in force, superseded.</summary>
public sealed class PolicyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Today = "2026-06-15";

    [Fact]
    public async Task A_draft_changes_until_it_is_published_and_never_again()
    {
        var draft = (await api.CallAsync("POST", "/policies", Edited("Draft"))).Is(201);
        var at = $"/policies/{draft.Body.Number("version")}";
        Assert.Equal(("draft", "admin", JsonValueKind.Null), (draft.Body.Text("status"), draft.Body.Text("changedBy"), draft.Body.GetProperty("inForceFrom").ValueKind));
        var changed = (await api.CallAsync("PUT", at, Edited("Draft, again"), headers: ("If-Match", "\"1\""))).Is(200);
        Assert.Equal("Draft, again", changed.Body.GetProperty("document").Text("name"));
        (await api.CallAsync("PUT", at, Edited("Too late"), headers: ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("POST", at + "/publish", new { inForceFrom = "2026-07-01" }, headers: ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", at, Edited("Unasked"), headers: ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        Assert.True((await api.CallAsync("POST", at + "/validate")).Is(200).Body.GetProperty("valid").GetBoolean());

        var published = (await api.CallAsync("POST", at + "/publish", new { inForceFrom = "2026-07-01" })).Is(200).Body;
        Assert.Equal(("scheduled", "2026-07-01"), (published.Text("status"), published.Text("inForceFrom")));
        Assert.Equal("scheduled", (await api.CallAsync("POST", at + "/publish", new { inForceFrom = "2026-07-01" })).Is(200).Body.Text("status")); // said again
        (await api.CallAsync("PUT", at, Edited("Never"))).IsProblem(409, "policy-published", "/version");
        (await api.CallAsync("DELETE", at)).IsProblem(409, "policy-published", "/version");
        (await api.CallAsync("POST", at + "/publish", new { inForceFrom = "2026-08-01" })).IsProblem(409, "policy-published", "/version");
        Assert.Equal("Draft, again", (await api.ReadAsync(at)).GetProperty("document").Text("name"));
        Assert.NotEqual(draft.Body.Number("version"), (await api.ReadAsync("/policies/current")).Number("version"));
    }

    [Fact]
    public async Task A_draft_at_fault_is_kept_and_not_published()
    {
        var document = Edited("Faulty");
        document["score"]![0]!["weight"] = 0.31;
        document["classes"]![1]!["all"]![1]!["measure"] = "turnover";
        var draft = (await api.CallAsync("POST", "/policies", document)).Is(201).Body;
        var at = $"/policies/{draft.Number("version")}";
        var check = (await api.CallAsync("POST", at + "/validate")).Is(200).Body;
        Assert.False(check.GetProperty("valid").GetBoolean());
        Assert.Equal(["/classes/1/all/1/measure", "/score"], check.GetProperty("faults").EnumerateArray().Select(f => f.Text("pointer")).Order());

        var refused = await api.CallAsync("POST", at + "/publish", new { inForceFrom = Today });
        Assert.Equal((422, "policy-invalid"), (refused.Status, refused.Body.Text("code")));
        Assert.Equal("The weights sum to 1.", refused.Body.GetProperty("errors").GetProperty("/score")[0].GetString());
        (await api.CallAsync("DELETE", at)).Is(204);
        (await api.CallAsync("GET", at)).IsProblem(404, "policy-not-found", "/version");
        var next = (await api.CallAsync("POST", "/policies", Edited("Another"))).Is(201).Body;
        Assert.True(next.Number("version") > draft.Number("version")); // whoever holds the old ETag has not seen this one
    }

    [Fact]
    public async Task Once_in_force_everybody_is_compared_with_it_by_itself()
    {
        var customer = await api.CustomerAsync();
        await api.PostingAsync(customer, "shipment", 50_000, "2026-05-01");
        Assert.Equal("new.ineffective", (await api.ReadAsync($"/customers/{customer}")).Text("class"));

        var document = Edited("Generous");
        document["classes"]![0]!["all"]![2]!["threshold"] = 20_000;
        var draft = (await api.CallAsync("POST", "/policies", document)).Is(201).Body;
        var published = (await api.CallAsync("POST", $"/policies/{draft.Number("version")}/publish", new { inForceFrom = Today })).Is(200).Body;
        Assert.Equal("inForce", published.Text("status"));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "re-rate"));
        Assert.Equal("new.effective", (await api.ReadAsync($"/customers/{customer}")).Text("class"));
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
        Assert.Contains((await api.ReadAsync("/policies?limit=500")).GetProperty("items").EnumerateArray(), p => p.Text("status") == "superseded");
    }

    [Fact]
    public async Task A_version_scheduled_after_the_ratings_leaves_them_sound()
    {
        var customer = await api.CustomerAsync();
        await api.PostingAsync(customer, "shipment", 50_000, "2026-05-01");
        var draft = (await api.CallAsync("POST", "/policies", Edited("Later"))).Is(201).Body;
        (await api.CallAsync("POST", $"/policies/{draft.Number("version")}/publish", new { inForceFrom = "2026-06-20" })).Is(200);
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
        await api.PostingAsync(customer, "shipment", 1, "2026-05-02");
        Assert.Equal("done", await SleepTests.RunAsync(api.Silo, "verify"));
    }

    [Theory]
    [InlineData("""{ "inForceFrom": "2026-06-14" }""", 422, "date-in-past", "/inForceFrom")]
    [InlineData("""{ "inForceFrom": "9999-01-01" }""", 422, "date-out-of-range", "/inForceFrom")]
    [InlineData("""{ "inForceFrom": "soon" }""", 400, "invalid-value", "/inForceFrom")]
    [InlineData("{}", 422, "required", "/inForceFrom")]
    public async Task A_publication_at_fault_is_a_problem(string body, int status, string code, string field)
    {
        var draft = (await api.CallAsync("POST", "/policies", Edited("Draft"))).Is(201).Body;
        (await api.CallAsync("POST", $"/policies/{draft.Number("version")}/publish", body)).IsProblem(status, code, field);
    }

    [Fact]
    public async Task Bodies_at_fault_are_problems()
    {
        (await api.CallAsync("POST", "/policies", "[]")).IsProblem(400, "invalid-value");
        (await api.CallAsync("POST", "/policies", """{ "name": NaN }""")).IsProblem(400, "invalid-json");
        (await api.CallAsync("POST", "/policies", string.Concat(Enumerable.Repeat("{\"all\":[", 1000)))).IsProblem(400, "invalid-json");
        (await api.CallAsync("POST", "/policies", $$"""{ "name": "{{new string('x', PolicyValidation.LongestDocument)}}" }""")).IsProblem(422, "policy-too-large");
        (await api.CallAsync("POST", "/policies", """{ "name": "\ud800" }""")).IsProblem(400, "invalid-json");
        (await api.CallAsync("POST", "/policies", $$"""{ "name": {{new string('[', 32)}}{{new string(']', 32)}} }""")).IsProblem(400, "invalid-json");
        (await api.CallAsync("GET", "/policies")).Is(200);
        (await api.CallAsync("POST", "/policies", "{}", contentType: "text/plain")).IsProblem(415, "unsupported-media-type");
        (await api.CallAsync("PUT", "/policies/99", "{}")).IsProblem(404, "policy-not-found", "/version");
        (await api.CallAsync("POST", "/policies/99/validate")).IsProblem(404, "policy-not-found", "/version");
    }

    [Fact]
    public async Task Groups_of_conditions_are_shown_with_the_rating_and_their_depth_is_bounded()
    {
        var document = Edited("Groups");
        document["classes"]![0]!["all"]![2] = Groups(5, """{ "measure": "growth", "operator": ">", "threshold": 0.5 }""");
        var draft = (await api.CallAsync("POST", "/policies", document)).Is(201).Body;
        var at = $"/policies/{draft.Number("version")}";
        (await api.CallAsync("POST", at + "/publish", new { inForceFrom = "2026-06-30" })).Is(200);
        var customer = await api.CustomerAsync();
        await api.PostingAsync(customer, "shipment", 50_000, "2026-05-01");
        var rule = (await api.ReadAsync($"/customers/{customer}/rating?policy={draft.Number("version")}")).GetProperty("rules")[0];
        Assert.StartsWith("""{"any":[{"all":[{"any":[{"all":[{"any":[{"measure":"growth","operator":">","threshold":0.5,"value":null,"holds":false}],"holds":false}""", rule.GetProperty("conditions")[2].GetRawText(), StringComparison.Ordinal);

        document["classes"]![0]!["all"]![2] = Groups(6, """{ "measure": "growth", "operator": ">", "threshold": 0.5 }""");
        var deeper = (await api.CallAsync("POST", "/policies", document)).Is(201).Body;
        var fault = Assert.Single((await api.CallAsync("POST", $"/policies/{deeper.Number("version")}/validate")).Is(200).Body.GetProperty("faults").EnumerateArray());
        Assert.Equal("/classes/0/all/2/any/0/all/0/any/0/all/0/any/0/all", fault.Text("pointer"));
        (await api.CallAsync("POST", "/policies", Edited("Deep").ToJsonString().Replace("\"all\":[", "\"all\":[" + string.Concat(Enumerable.Repeat("{\"any\":[", 1000)) + string.Concat(Enumerable.Repeat("]}", 1000)) + ",", StringComparison.Ordinal)))
            .IsProblem(400, "invalid-json");

        static JsonNode Groups(int depth, string inner) => Enumerable.Range(0, depth).Reverse().Aggregate(
            JsonNode.Parse(inner)!, (node, i) => new JsonObject { [i % 2 == 0 ? "any" : "all"] = new JsonArray(node) });
    }

    [Fact]
    public async Task The_difference_between_versions_in_words()
    {
        var document = Edited("Default standard");
        document["classes"]![8]!["all"]![0]!["threshold"] = -0.4;
        var version = (await api.CallAsync("POST", "/policies", document)).Is(201).Body.Number("version");
        var diff = await api.ReadAsync($"/policies/{version}/diff?from=1");
        Assert.Equal((1m, version), (diff.Number("from"), diff.Number("to")));
        Assert.Equal(
            """{"pointer":"/classes/8/all/0/threshold","sentence":"Rule 9, deteriorating.sales: growth of sales ≤ -50 % becomes ≤ -40 %.","before":-0.50,"after":-0.4}""",
            Assert.Single(diff.GetProperty("changes").EnumerateArray()).GetRawText());
        Assert.Equal(
            "第 9 条劣化客户（销售）：销售增长率 ≤ -50% 改为 ≤ -40%。",
            (await api.ReadAsync($"/policies/{version}/diff?from=1&language=zh-CN")).GetProperty("changes")[0].Text("sentence"));
        Assert.Equal((await api.ReadAsync("/policies/current")).Number("version"), (await api.ReadAsync($"/policies/{version}/diff")).Number("from"));
        Assert.Equal("[]", (await api.ReadAsync("/policies/1/diff?from=1")).GetProperty("changes").GetRawText());

        document["score"]![0]!["weight"] = -0.3;
        var faulty = (await api.CallAsync("POST", "/policies", document)).Is(201).Body.Number("version");
        var refused = await api.CallAsync("GET", $"/policies/{faulty}/diff");
        Assert.Equal((422, "policy-invalid"), (refused.Status, refused.Body.Text("code")));
        Assert.True(refused.Body.GetProperty("errors").TryGetProperty("/score/0/weight", out _));
        (await api.CallAsync("GET", "/policies/99/diff")).IsProblem(404, "policy-not-found", "/version");
        (await api.CallAsync("GET", "/policies/x/diff")).IsProblem(404, "policy-not-found", "/version");
        (await api.CallAsync("GET", $"/policies/{version}/diff?from=99")).IsProblem(404, "policy-not-found", "/from");
        (await api.CallAsync("GET", $"/policies/{version}/diff?from=x")).IsProblem(400, "invalid-parameter", "/from");
        (await api.CallAsync("GET", $"/policies/{version}/diff?language=fr")).IsProblem(400, "invalid-parameter", "/language");
    }

    [Fact]
    public async Task Far_too_much_is_refused()
    {
        (await api.CallAsync("POST", "/policies", $$"""{ "name": "{{new string('x', 10_000_000)}}" }""", headers: ("Expect", "100-continue"))).IsProblem(413, "body-too-large");
        var many = string.Join(",", Enumerable.Repeat("""{"class":"a.b","all":[]}""", 10_000));
        var draft = (await api.CallAsync("POST", "/policies", $$"""{ "classes": [{{many}}] }""")).Is(201).Body;
        var faults = (await api.CallAsync("POST", $"/policies/{draft.Number("version")}/validate")).Is(200).Body.GetProperty("faults");
        Assert.Contains("/classes", faults.EnumerateArray().Select(f => f.Text("pointer")));
        Assert.InRange(faults.GetArrayLength(), 2, 20);
    }

    [Fact]
    public async Task A_customer_shows_the_service_of_its_tier()
    {
        var service = (await api.ReadAsync($"/customers/{await api.CustomerAsync()}")).GetProperty("service");
        Assert.Equal("""{"promises":["self-service first"],"firstResponseHours":24,"visitEveryDays":null,"complaintSolvedInDays":10}""", service.GetRawText());
    }

    [Fact]
    public async Task A_repeated_request_makes_no_second_draft()
    {
        var (key, body) = (Calls.NewId("k"), Edited("Once").ToJsonString());
        var first = (await api.CallAsync("POST", "/policies", body, headers: ("Idempotency-Key", key))).Is(201).Body;
        Assert.Equal(first.Number("version"), (await api.CallAsync("POST", "/policies", body, headers: ("Idempotency-Key", key))).Is(201).Body.Number("version"));
    }

    [Fact]
    public async Task The_schema_is_published() => Assert.Equal("Lifecycle policy", (await api.ReadAsync("/policies/schema")).Text("title"));

    [Fact]
    public async Task Four_eyes_refuse_whoever_wrote_it()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, await TestPostgres.CreateDatabaseAsync(), "Lifecycle:Policies:FourEyes=true");
        using var draft = await silo.Client.PostAsync("/api/v1/policies", Json(Edited("Mine").ToJsonString()));
        using var unseen = await silo.Client.PostAsync("/api/v1/policies/2/publish", Json("""{ "inForceFrom": "2199-01-01" }"""));
        using var seen = new HttpRequestMessage(HttpMethod.Post, "/api/v1/policies/2/publish") { Content = Json("""{ "inForceFrom": "2199-01-01" }"""), Headers = { { "If-Match", "\"1\"" } } };
        using var refused = await silo.Client.SendAsync(seen);
        Assert.Equal((201, 428, 403), ((int)draft.StatusCode, (int)unseen.StatusCode, (int)refused.StatusCode));

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    private static JsonObject Edited(string name)
    {
        var document = JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();
        document["name"] = name;
        return document;
    }
}
