using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class RatingTests(ApiFixture api)
{
    private static readonly string[] Measures =
    [
        "sales", "priorSales", "batches", "priorBatches", "postings", "everPosted", "growth", "repaid", "priorRepaid", "returned", "priorReturned",
        "repaymentRate", "priorRepaymentRate", "repaymentDrop", "returnRate", "priorReturnRate", "receivable", "overdue", "oldestOverdueDays",
        "creditLimit", "creditUsed", "daysSinceShipment", "medianInterval", "customerSince", "newInWindow", "tenureYears", "evaluation",
        "complexity", "collectionDifficult",
    ];

    [Fact]
    public async Task The_example_of_the_standard_scores_as_printed()
    {
        var id = await ExampleAsync();
        var rating = await api.ReadAsync($"/customers/{id}/rating");

        Assert.Equal((id, "2026-06-15", 1m), (rating.Text("customerId"), rating.Text("asOf"), rating.Number("policyVersion")));
        Assert.Equal(("mature", "mature.abnormal", 70.5m), (rating.Text("state"), rating.Text("class"), rating.Number("score")));
        Assert.Equal(
            [("sales", 28.5m), ("growth", 30m), ("repaymentRate", 4m), ("returnRate", 0m), ("evaluation", 8m)],
            rating.GetProperty("scoreComponents").EnumerateArray().Select(c => (c.Text("measure"), c.Number("contribution"))));
        Assert.Equal(Measures, rating.GetProperty("measures").EnumerateObject().Select(m => m.Name));
        Assert.Equal((0.25m, 0.92m, 0.06m), (Measure(rating, "growth"), Measure(rating, "repaymentRate"), Measure(rating, "returnRate")));
        Assert.True(rating.GetProperty("measures").IsNull("creditLimit"));

        var rules = rating.GetProperty("rules").EnumerateArray().ToArray();
        Assert.Equal(("mature.abnormal", true), (rules[^1].Text("class"), rules[^1].GetProperty("holds").GetBoolean()));
        Assert.All(rules[..^1], r => Assert.False(r.GetProperty("holds").GetBoolean()));
        Assert.Equal(
            """{"measure":"repaymentRate","operator":">","threshold":0.95,"value":0.92,"holds":false}""",
            rules[^2].GetProperty("conditions")[2].GetRawText());
        Assert.Equal(["sales", "batches", "repaymentRate", "tenureYears", "complexity"], rating.GetProperty("tierComponents").EnumerateArray().Select(c => c.Text("measure")));
    }

    [Fact]
    public async Task Any_past_day_can_be_asked_under_any_policy()
    {
        var id = await ExampleAsync();
        var then = await api.ReadAsync($"/customers/{id}/rating?asOf=2025-01-01");
        Assert.Equal(("2025-01-01", "new.effective", 1_600_000m), (then.Text("asOf"), then.Text("class"), Measure(then, "sales")));
        Assert.Equal("dormant.prospect", (await api.ReadAsync($"/customers/{id}/rating?asOf=2024-12-31")).Text("class"));
        Assert.True(JsonElement.DeepEquals(then, await api.ReadAsync($"/customers/{id}/rating?asOf=2025-01-01&policy=1")));
    }

    [Fact]
    public async Task Every_way_to_ask_gives_the_same_answer()
    {
        var id = await ExampleAsync();
        var answer = (await api.PostingAsync(id, "shipment", 123.45m, "2026-06-15")).GetProperty("rating");
        var customer = await api.ReadAsync($"/customers/{id}");
        var rating = await api.ReadAsync($"/customers/{id}/rating");
        var stored = (await api.ReadAsync($"/customers/{id}/ratings")).GetProperty("items")[0];
        var listed = (await api.ReadAsync($"/customers?q={id}")).GetProperty("items").EnumerateArray().Single(c => c.Text("id") == id);

        foreach (var other in new[] { customer, rating, stored, listed })
        {
            Assert.Equal((answer.Text("state"), answer.Text("class"), answer.Number("score"), answer.Number("tier")), (other.Text("state"), other.Text("class"), other.Number("score"), other.Number("tier")));
        }

        foreach (var name in new[] { "sales", "receivable", "overdue" })
        {
            Assert.Equal(
                [answer.Number(name), answer.Number(name), answer.Number(name), answer.Number(name)],
                [customer.Number(name), Measure(rating, name), Measure(stored, name), listed.Number(name)]);
        }

        Assert.Equal(answer.Number("tierComputed"), rating.Number("tierComputed"));
        Assert.Equal((answer.Text("nextReviewOn"), answer.Text("nextReviewOn")), (customer.Text("nextReviewOn"), listed.Text("nextReviewOn")));
    }

    [Fact]
    public async Task The_document_that_decides_a_measure_is_named()
    {
        var id = await api.CustomerAsync();
        var (first, last) = (Calls.NewId("d"), Calls.NewId("d"));
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(first, occurredOn: "2026-01-01"))).Is(200);
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(last, occurredOn: "2026-06-01"))).Is(200);
        var documents = (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("documents");
        Assert.Equal((first, first, last), (Key("oldestOverdueDays"), Key("customerSince"), Key("daysSinceShipment")));

        // Two on one day: neither decides alone. A reversed one decides nothing.
        (await api.CallAsync("POST", $"/customers/{id}/postings", Calls.Posting(first + "b", occurredOn: "2026-01-01"))).Is(200);
        (await api.CallAsync("POST", $"/postings/erp/{last}/reversal")).Is(200);
        Assert.Equal("{}", (await api.ReadAsync($"/customers/{id}/rating")).GetProperty("documents").GetRawText());

        string Key(string measure) => documents.GetProperty(measure).Text("externalId");
    }

    private async Task<string> ExampleAsync()
    {
        var id = await api.CustomerAsync();
        await api.PostingAsync(id, "shipment", 1_600_000, "2025-01-01");
        for (var i = 0; i < 4; i++)
        {
            await api.PostingAsync(id, "shipment", 500_000, $"2026-01-0{i + 1}");
        }

        await api.PostingAsync(id, "return", 120_000, "2026-02-01");
        await api.PostingAsync(id, "repayment", 1_729_600, "2026-02-01");
        (await api.CallAsync("POST", $"/customers/{id}/evaluations", new { evaluator = "li.na", points = 80 })).Is(200);
        return id;
    }

    private static decimal Measure(JsonElement rating, string name) => rating.GetProperty("measures").Number(name);
}
