using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Scorecards;

/// <summary>Prospects, and how their cards follow them when they become customers.</summary>
[Collection(SharedSilo.Name)]
public sealed class ProspectTests(ApiFixture api)
{
    [Fact]
    public async Task A_prospect_has_a_name_that_can_be_erased()
    {
        var id = Calls.NewId("p");
        var first = (await api.CallAsync("PUT", $"/prospects/{id}", new { name = "Erasable 王" }, headers: ("If-None-Match", "*"))).Is(201);
        Assert.Equal(first.ETag, (await api.CallAsync("PUT", $"/prospects/{id}", new { name = "Erasable 王" })).Is(200).ETag);
        var second = (await api.CallAsync("PUT", $"/prospects/{id}", new { name = "Erasable 李" }, headers: ("If-Match", first.ETag!))).Is(200);
        (await api.CallAsync("PUT", $"/prospects/{id}", new { name = "Lost" }, headers: ("If-Match", first.ETag!))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", $"/prospects/{id}", headers: ("If-Match", first.ETag!))).IsProblem(412, "version-mismatch");
        (await api.JudgeAsync("prospect", id, "prospect", ScorecardCalls.Gold)).Is(200);
        Assert.Equal(["prospect_person"], await HoldingAsync("Erasable"));
        (await api.CallAsync("DELETE", $"/prospects/{id}", headers: ("If-Match", second.ETag!))).Is(204);
        (await api.CallAsync("DELETE", $"/prospects/{id}")).Is(204);

        Assert.True((await api.ReadAsync($"/prospects/{id}")).IsNull("name"));
        Assert.Single((await api.ReadAsync($"/prospects/{id}/scorecards")).GetProperty("items").EnumerateArray());
        Assert.Contains(await api.PagesAsync("/scorecards/prospect/results?kind=prospect", 500), item => item.Text("id") == id && item.IsNull("name"));
        Assert.Contains(await api.PagesAsync("/prospects?customer=", 500), item => item.Text("id") == id && item.IsNull("name"));
        Assert.Empty(await HoldingAsync("Erasable"));
        Assert.DoesNotContain("Erasable", api.Silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_cards_follow_it_history_and_all()
    {
        var (prospect, card) = (await api.ProspectAsync("Ma"), await api.CardAsync());
        (await api.JudgeAsync("prospect", prospect, card, new { a = 10, b = 10 }, "a", "2026-05-01")).Is(200);
        (await api.JudgeAsync("prospect", prospect, card, new { a = 100, b = 60 }, "a", "2026-06-01")).Is(200);
        (await api.JudgeAsync("prospect", prospect, "prospect", ScorecardCalls.Gold, "b")).Is(200);
        var customer = await api.CustomerAsync(new { name = "Ma & Co" });
        (await api.JudgeAsync("customer", customer, card, new { a = 20, b = 20 }, "c")).Is(200);

        var became = (await api.CallAsync("POST", $"/prospects/{prospect}/customer", new { customerId = customer })).Is(200);
        Assert.Equal(customer, became.Body.Text("customerId"));
        Assert.Equal(became.ETag, (await api.CallAsync("POST", $"/prospects/{prospect}/customer", new { customerId = customer })).Is(200).ETag); // said again

        foreach (var at in new[] { $"/customers/{customer}", $"/prospects/{prospect}" })
        {
            var results = await api.PagesAsync(at + "/scorecards", 1);
            Assert.Equal([(card, customer, "high"), ("prospect", customer, "gold")], results.Select(r => (r.Text("card"), r.GetProperty("subject").Text("id"), r.Text("band"))));
            Assert.Equal(100, results[0].GetProperty("parts")[0].Number("value")); // the mean of 160 and 40
            Assert.Equal(["c", "a", "a"], (await api.PagesAsync($"{at}/scorecards/{card}/answers", 2)).Select(s => s.Text("evaluator")));
        }

        // From now on it is listed once, as the customer; and whoever still answers for the prospect answers for the customer.
        Assert.Equal(("customer", customer, "Ma & Co"), Assert.Single(await api.PagesAsync($"/scorecards/{card}/results", 500)) is var item ? (item.Text("kind"), item.Text("id"), item.Text("name")) : default);
        Assert.DoesNotContain(await api.PagesAsync("/scorecards/prospect/results?kind=prospect", 500), item => item.Text("id") == prospect);
        var late = (await api.JudgeAsync("prospect", prospect, card, new { a = 0, b = 0 }, "a")).Is(200).Body.GetProperty("result");
        Assert.Equal(("customer", 20m), (late.GetProperty("subject").Text("kind"), late.GetProperty("parts")[0].Number("value")));
        Assert.Equal(prospect, Assert.Single(await api.PagesAsync($"/prospects?customer={customer}", 10)).Text("id"));
    }

    [Fact]
    public async Task Two_prospects_may_turn_out_to_be_one_customer_and_none_to_be_two()
    {
        var (first, second, card, customer) = (await api.ProspectAsync(), await api.ProspectAsync(), await api.CardAsync(), await api.CustomerAsync());
        (await api.JudgeAsync("prospect", first, card, new { a = 10, b = 0 }, "a")).Is(200);
        (await api.JudgeAsync("prospect", second, card, new { a = 30, b = 0 }, "b")).Is(200);
        await Task.WhenAll(new[] { first, second }.Select(async p => (await api.CallAsync("POST", $"/prospects/{p}/customer", new { customerId = customer })).Is(200)));
        Assert.Equal(20, Assert.Single(await api.PagesAsync($"/customers/{customer}/scorecards", 10)).GetProperty("parts")[0].Number("value"));
        Assert.Equal(20, Assert.Single(await api.PagesAsync($"/scorecards/{card}/results", 10)).GetProperty("parts").Number("p"));

        (await api.CallAsync("POST", $"/prospects/{first}/customer", new { customerId = await api.CustomerAsync() })).IsProblem(409, "prospect-is-customer", "/customerId");
        (await api.CallAsync("POST", $"/prospects/{await api.ProspectAsync()}/customer", new { customerId = "nobody" })).IsProblem(404, "customer-not-found", "/customerId");
        (await api.CallAsync("POST", "/prospects/nobody/customer", new { customerId = customer })).IsProblem(404, "prospect-not-found", "/id");
    }

    /// <summary>Nothing that is answered while a prospect becomes a customer is lost.</summary>
    [Fact]
    public async Task Answers_at_the_same_time_follow_too()
    {
        var (prospect, card, customer) = (await api.ProspectAsync(), await api.CardAsync(), await api.CustomerAsync());
        var all = Enumerable.Range(0, 12).Select(async i => (await api.JudgeAsync(i % 3 == 0 ? "customer" : "prospect", i % 3 == 0 ? customer : prospect, card, new { a = 1, b = 1 }, $"e{i}")).Is(200));
        await Task.WhenAll([.. all, BecomeAsync()]);
        var item = Assert.Single(await api.PagesAsync($"/scorecards/{card}/results", 500));
        Assert.Equal((customer, 12m), (item.Text("id"), item.Number("evaluators")));

        async Task<Reply> BecomeAsync() => (await api.CallAsync("POST", $"/prospects/{prospect}/customer", new { customerId = customer })).Is(200);
    }

    [Theory]
    [InlineData("""{ "name": "" }""", 422, "required", "/name")]
    [InlineData("""{ "name": " a" }""", 422, "text-blank", "/name")]
    [InlineData("""{ "name": "a\u0000" }""", 422, "text-invalid", "/name")]
    [InlineData("""{ "name": "\ud800" }""", 400, "invalid-value", "/name")]
    [InlineData("""{ "name": "a", "name": "b" }""", 400, "invalid-value", "/name")]
    [InlineData("""{ "name": null }""", 400, "invalid-value", "/name")]
    [InlineData("{}", 422, "required", "/name")]
    public async Task Bad_prospects_are_refused(string body, int status, string code, string pointer)
    {
        var id = Calls.NewId("p");
        (await api.CallAsync("PUT", $"/prospects/{id}", body)).IsProblem(status, code, pointer);
        (await api.CallAsync("GET", $"/prospects/{id}")).IsProblem(404, "prospect-not-found", "/id");
        (await api.CallAsync("PUT", $"/prospects/{id}", new { name = "N" }, headers: ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", $"/prospects/{id}")).IsProblem(404, "prospect-not-found", "/id");
        (await api.CallAsync("PUT", $"/prospects/{id}", new { name = new string('n', 201) })).IsProblem(422, "text-too-long", "/name");
    }

    /// <summary>The tables that a word stands in.</summary>
    private async Task<List<string>> HoldingAsync(string word)
    {
        var tables = (string)(await Db.AskAsync(api.ConnectionString, "SELECT string_agg(quote_ident(tablename), ',') FROM pg_tables WHERE schemaname = 'public'"))!;
        var holding = new List<string>();
        foreach (var table in tables.Split(','))
        {
            if (await api.CountAsync($"{table} AS t WHERE t::text LIKE '%{word}%'") > 0)
            {
                holding.Add(table);
            }
        }

        return holding;
    }
}
