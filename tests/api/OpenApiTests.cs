using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>The published description, against itself and against what the server really answers.</summary>
[Collection(SharedSilo.Name)]
public class OpenApiTests(ApiFixture api)
{
    [Fact]
    public async Task Every_route_is_described()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        string[] expected =
        [
            "/api/v1/alerts get", "/api/v1/alerts/{id}/acknowledge post", "/api/v1/alerts/stream get",
            "/health/live get", "/health/ready get", "/api/v1/customers get", "/api/v1/customers/{id} get", "/api/v1/customers/{id} patch",
            "/api/v1/customers/{id} put", "/api/v1/customers/{id}/evaluations post", "/api/v1/customers/{id}/postings get",
            "/api/v1/customers/{id}/postings post", "/api/v1/customers/{id}/rating get", "/api/v1/customers/{id}/ratings get",
            "/api/v1/customers/{id}/timeline get", "/api/v1/policies get", "/api/v1/policies post", "/api/v1/policies/schema get", "/api/v1/policies/{version} get",
            "/api/v1/policies/{version} put", "/api/v1/policies/{version}/diff get", "/api/v1/policies/{version} delete", "/api/v1/policies/{version}/validate post",
            "/api/v1/policies/{version}/publish post", "/api/v1/policies/{version}/simulate post", "/api/v1/policies/{version}/simulations get",
            "/api/v1/policies/{version}/simulations/{id} get", "/api/v1/policies/{version}/simulations/{id} delete",
            "/api/v1/policies/{version}/simulations/{id}/movers get", "/api/v1/policies/{version}/simulations/{id}/movers/{customerId} get",
            "/api/v1/customers/{id}/outlook get", "/api/v1/portfolio get",
            "/api/v1/customers/{id}/tier post", "/api/v1/customers/{id}/tier delete", "/api/v1/tiers/proposals get", "/api/v1/tiers/proposals/approve post",
            "/api/v1/tiers/proposals/{id}/approve post", "/api/v1/tiers/proposals/{id}/reject post",
            "/api/v1/complaints get", "/api/v1/complaints post", "/api/v1/complaints/{id} get", "/api/v1/complaints/{id}/assign post",
            "/api/v1/complaints/{id}/solve post", "/api/v1/complaints/{id}/confirm post", "/api/v1/complaints/{id}/reopen post",
            "/api/v1/tasks get", "/api/v1/tasks/{id} get", "/api/v1/tasks/{id}/done post", "/api/v1/tasks/{id}/cancel post",
            "/api/v1/care/budgets/{id} get", "/api/v1/care/budgets/{id} put", "/api/v1/customers/{id}/visits get",
            "/api/v1/care/occasions get", "/api/v1/care/occasions/{id} get", "/api/v1/care/occasions/{id} put", "/api/v1/care/occasions/{id} delete",
            "/api/v1/care/settings get", "/api/v1/care/settings put", "/api/v1/care/campaigns get", "/api/v1/care/campaigns post",
            "/api/v1/care/campaigns/{id} get", "/api/v1/care/campaigns/{id} put", "/api/v1/care/campaigns/{id}/rehearse post",
            "/api/v1/care/campaigns/{id}/rehearsal get", "/api/v1/care/campaigns/{id}/approve post", "/api/v1/care/campaigns/{id}/launch post",
            "/api/v1/care/campaigns/{id}/pause post", "/api/v1/care/campaigns/{id}/resume post", "/api/v1/care/campaigns/{id}/cancel post",
            "/api/v1/care/campaigns/{id}/differences get",
            "/api/v1/users get", "/api/v1/users/{id} get", "/api/v1/users/{id} put",
            "/api/v1/webhooks get", "/api/v1/webhooks/deliveries get", "/api/v1/webhooks/deliveries/{key}/replay post",
            "/api/v1/quarantine get", "/api/v1/quarantine/{customerId}/release post",
            "/api/v1/portfolio/migration get", "/api/v1/portfolio/changes get", "/api/v1/postings post", "/api/v1/postings/{source}/{externalId}/reversal post",
            "/api/v1/templates get", "/api/v1/templates/{name}/{language} get", "/api/v1/templates/{name}/{language} put", "/api/v1/templates/{name}/{language} delete",
            "/api/v1/templates/{name}/{language}/versions get", "/api/v1/templates/{name}/{language}/versions/{version} get",
            "/api/v1/templates/{name}/preview post", "/api/v1/templates/{name}/test post",
        ];
        var described = paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(m => $"{p.Name} {m.Name}")).ToArray();
        Assert.Empty(expected.Except(described));
    }

    [Fact]
    public async Task Every_operation_says_what_a_client_must_know()
    {
        var description = await DescriptionAsync();
        Assert.Equal("http", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").Text("type"));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                var (what, operation) = ($"{method.Name} {path.Name}", method.Value);
                Assert.True(ids.Add(operation.Text("operationId")), what);
                Assert.True(operation.GetProperty("responses").TryGetProperty("default", out _), what);
                Assert.Equal(!path.Name.StartsWith("/health", StringComparison.Ordinal), operation.TryGetProperty("security", out _));
                Assert.True(path.Name.StartsWith("/health", StringComparison.Ordinal) || operation.Text("summary").Length > 0, what);
                var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToArray() : [];
                Assert.Equal(parameters.Length, parameters.DistinctBy(p => (p.Text("name"), p.Text("in"))).Count());
                Assert.All(parameters, p => Assert.True(p.GetProperty("schema").TryGetProperty("type", out _), what));
                Assert.Equal(
                    path.Name.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}')),
                    parameters.Where(p => p.Text("in") == "path" && p.GetProperty("required").GetBoolean()).Select(p => p.Text("name")));
            }
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_schema_says_something()
    {
        var description = await DescriptionAsync();
        foreach (var element in Descendants(description))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
            {
                Schemas.Resolve(description, reference.GetString()!);
            }
        }

        foreach (var schema in description.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Assert.True(schema.Value.TryGetProperty("type", out _), schema.Name);
            foreach (var property in schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default)
            {
                Assert.True(
                    property.Value.TryGetProperty("type", out _) || property.Value.TryGetProperty("$ref", out _) || property.Value.TryGetProperty("oneOf", out _),
                    $"{schema.Name}.{property.Name}");
            }
        }
    }

    [Fact]
    public async Task Real_answers_are_as_described()
    {
        var (customer, key) = (await FullCustomerAsync(), Calls.NewId("open"));
        var at = $"/customers/{customer}";
        await CheckAsync("put", "/customers/{id}", await api.CallAsync("PUT", "/customers/" + Calls.NewId(), new { name = "N" }));
        await CheckAsync("patch", "/customers/{id}", await api.CallAsync("PATCH", at, new { industry = "i" }));
        await CheckAsync("patch", "/customers/{id}", await api.CallAsync("PATCH", at, new { kind = "i" }));
        await CheckAsync("post", "/customers/{id}/postings", await api.CallAsync("POST", at + "/postings", Calls.Posting(key, amount: 12.34)));
        await CheckAsync("post", "/customers/{id}/postings", await api.CallAsync("POST", at + "/postings", Calls.Posting(key, amount: 12.35)));
        await CheckAsync("post", "/postings", await api.CallAsync("POST", "/postings", """{ "items": [{}] }"""));
        await CheckAsync("post", "/postings/{source}/{externalId}/reversal", await api.CallAsync("POST", $"/postings/erp/{key}/reversal"));
        await CheckAsync("post", "/customers/{id}/evaluations", await api.CallAsync("POST", at + "/evaluations", new { evaluator = "e", points = 70.5, note = "n" }));
        foreach (var path in new[] { "", "/postings", "/postings?limit=1", "/ratings", "/timeline", "/rating", "/rating?language=zh-CN", "/outlook", "/outlook?language=zh-CN", "/rating?asOf=2025-01-01", "/rating?asOf=x", "/rating?knownAt=2026-06-15" })
        {
            await CheckAsync("get", "/customers/{id}" + path.Split('?')[0], await api.CallAsync("GET", at + path));
        }

        foreach (var path in new[] { "/customers", "/customers?limit=1&count=true", "/customers?limit=0", "/policies", "/portfolio", "/portfolio?asOf=2026-01-31", "/portfolio/migration?by=tier", "/portfolio?knownAt=2026-06-15", "/portfolio/migration?knownAt=2026-06-15", "/portfolio/changes", "/alerts?limit=2", "/users?limit=1", "/quarantine?limit=1", "/tiers/proposals?limit=1" })
        {
            await CheckAsync("get", path.Split('?')[0], await api.CallAsync("GET", path));
        }

        await CheckAsync("post", "/customers/{id}/tier", await api.CallAsync("POST", at + "/tier", new { tier = 1, until = "2199-12-31", reason = "r" }));
        await CheckAsync("get", "/customers/{id}", await api.CallAsync("GET", at));
        await CheckAsync("get", "/customers/{id}/rating", await api.CallAsync("GET", at + "/rating"));
        await CheckAsync("delete", "/customers/{id}/tier", await api.CallAsync("DELETE", at + "/tier"));
        await CheckAsync("post", "/tiers/proposals/approve", await api.CallAsync("POST", "/tiers/proposals/approve", new { ids = new[] { "1" } }));
        await CheckAsync("post", "/tiers/proposals/{id}/approve", await api.CallAsync("POST", "/tiers/proposals/1/approve"));
        var user = Calls.NewId("u");
        await CheckAsync("put", "/users/{id}", await api.CallAsync("PUT", $"/users/{user}", new { superior = "boss" }));
        await CheckAsync("put", "/users/{id}", await api.CallAsync("PUT", $"/users/{user}", new { superior = user }));
        await CheckAsync("get", "/users/{id}", await api.CallAsync("GET", $"/users/{user}"));
        await CheckAsync("post", "/quarantine/{customerId}/release", await api.CallAsync("POST", "/quarantine/nobody/release"));
        await CheckAsync("get", "/policies/{version}", await api.CallAsync("GET", "/policies/current"));
        var draft = await api.CallAsync("POST", "/policies", PolicyReader.DefaultJson);
        await CheckAsync("post", "/policies", draft);
        var version = $"/policies/{draft.Body.Number("version")}";
        await CheckAsync("get", "/policies/{version}", await api.CallAsync("GET", version));
        await CheckAsync("get", "/policies/{version}/diff", await api.CallAsync("GET", version + "/diff?from=1"));
        await CheckAsync("put", "/policies/{version}", await api.CallAsync("PUT", version, PolicyReader.DefaultJson));
        await CheckAsync("post", "/policies/{version}/validate", await api.CallAsync("POST", version + "/validate"));
        await CheckAsync("post", "/policies/{version}/publish", await api.CallAsync("POST", version + "/publish", new { inForceFrom = "2000-01-01" }));
        await CheckAsync("get", "/policies", await api.CallAsync("GET", "/policies"));
        await CheckSimulationAsync(version, customer);
        await CheckTemplatesAsync(customer);
        await Schemas.CheckAsync(api, "get", "/health/ready", await api.CallAsync("GET", "/health/ready"));
    }

    private async Task CheckTemplatesAsync(string customer)
    {
        const string at = "/templates/{name}/{language}";
        await CheckAsync("get", "/templates", await api.CallAsync("GET", "/templates"));
        await CheckAsync("get", at, await api.CallAsync("GET", "/templates/birthday/en"));
        await CheckAsync("put", at, (await api.CallAsync("PUT", "/templates/described/zh-CN", new { commercial = false, parts = new { subject = "s", text = "t", html = "h" } })).Is(201));
        await CheckAsync("put", at, await api.CallAsync("PUT", "/templates/described/zh-CN", new { commercial = false, parts = new { subject = "{{x}}", text = "t", html = "h" } }));
        await CheckAsync("get", at + "/versions", await api.CallAsync("GET", "/templates/described/zh-CN/versions"));
        await CheckAsync("get", at + "/versions/{version}", await api.CallAsync("GET", "/templates/described/zh-CN/versions/1"));
        await CheckAsync("post", "/templates/{name}/preview", (await api.CallAsync("POST", "/templates/described/preview", new { customerId = customer })).Is(200));
        await CheckAsync("post", "/templates/{name}/test", await api.CallAsync("POST", "/templates/described/test", new { customerId = customer, address = "a@b.example" }));
    }

    private async Task CheckSimulationAsync(string version, string customer)
    {
        (await api.CallAsync("PUT", version, PolicyReader.DefaultJson.Replace("problem.pending", "problem.awaited", StringComparison.Ordinal))).Is(200);
        var begun = await api.CallAsync("POST", version + "/simulate", new { from = "2026-01-31", to = "2026-06-15" });
        await CheckAsync("post", "/policies/{version}/simulate", begun);
        var at = $"{version}/simulations/{begun.Body.Text("id")}";
        await Machine.UntilAsync(async () => (await api.ReadAsync(at)).Text("status") == "done", "the simulation");
        await CheckAsync("get", "/policies/{version}/simulations", await api.CallAsync("GET", version + "/simulations"));
        await CheckAsync("get", "/policies/{version}/simulations/{id}", await api.CallAsync("GET", at + "?by=tier"));
        await CheckAsync("delete", "/policies/{version}/simulations/{id}", await api.CallAsync("DELETE", at));
        await CheckAsync("get", "/policies/{version}/simulations/{id}/movers", await api.CallAsync("GET", at + "/movers?count=true&limit=3"));
        await CheckAsync("get", "/policies/{version}/simulations/{id}/movers/{customerId}", (await api.CallAsync("GET", $"{at}/movers/{customer}")).Is(200));
    }

    [Fact]
    public async Task What_is_described_is_taken()
    {
        // Requests are checked the other way round: the server takes what the description allows.
        var description = await DescriptionAsync();
        var schema = description.GetProperty("components").GetProperty("schemas").GetProperty("ProfileInput");
        var full = await api.ReadAsync($"/customers/{await FullCustomerAsync()}");
        var fields = schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Where(n => n != "effectiveOn").ToArray();
        Assert.All(fields, f => Assert.True(full.TryGetProperty(f, out _), f));

        var sent = JsonSerializer.SerializeToElement(fields.ToDictionary(f => f, f => full.GetProperty(f)));
        Schemas.Check(description, schema, sent);
        (await api.CallAsync("PUT", "/customers/" + Calls.NewId(), sent.GetRawText())).Is(201);

        var nothing = JsonSerializer.SerializeToElement(fields.Where(f => f != "name").ToDictionary(f => f, _ => (object?)null));
        Schemas.Check(description, schema, nothing);
        (await api.CallAsync("PATCH", $"/customers/{full.Text("id")}", nothing.GetRawText())).Is(200);
    }

    private async Task<string> FullCustomerAsync()
    {
        var id = await api.CustomerAsync(new
        {
            name = "N", kind = "individual", manager = "m", region = "r", industry = "i", customerSince = "2019-05-05", creditLimit = 1000.25, creditDays = 5,
            creditFrom = "monthEnd", collectionDifficult = true, complexity = 55.5, timeZone = "Europe/Berlin", tags = new[] { "t" },
            contacts = new[] { new { name = "C", consent = new { email = true }, birthday = new { calendar = "lunar", month = 4, day = 30, year = 1980, leapMonth = true } } },
        });
        await api.PostingAsync(id, "shipment", 1000, "2025-01-10");
        await api.PostingAsync(id, "shipment", 2000.50m, "2026-01-10");
        await api.PostingAsync(id, "repayment", 500, "2026-02-10");
        (await api.CallAsync("PATCH", $"/customers/{id}", new { manager = "m2", effectiveOn = "2026-12-01" })).Is(200);
        return id;
    }

    private Task CheckAsync(string method, string path, Reply reply) => Schemas.CheckAsync(api, method, "/api/v1" + path, reply);

    private Task<JsonElement> DescriptionAsync() => api.ReadAsync("/openapi/v1.json");

    private static IEnumerable<JsonElement> Descendants(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Descendants(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Descendants).Prepend(element),
        _ => [element],
    };
}
