using System.Text;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Nothing that a posting should not be harms the ledger.</summary>
[Collection(SharedSilo.Name)]
public class BadPostingTests(ApiFixture api)
{
    public static TheoryData<string, string, int, string, string?> Values => new()
    {
        { "amount", "0", 422, "amount-out-of-range", "/amount" },
        { "amount", "-1", 422, "amount-out-of-range", "/amount" },
        { "amount", "-0.0", 422, "amount-out-of-range", "/amount" },
        { "amount", "0.001", 422, "amount-out-of-range", "/amount" },
        { "amount", "0.011", 422, "amount-too-precise", "/amount" },
        { "amount", "1.000000000000000000000000000000001", 400, "invalid-value", "/amount" },
        { "amount", "1.0000000000000001", 422, "amount-too-precise", "/amount" },
        { "amount", "1e-30", 400, "invalid-value", "/amount" },
        { "amount", "1e400", 400, "invalid-value", "/amount" },
        { "amount", "1e12", 422, "amount-out-of-range", "/amount" },
        { "amount", "999999999999.999", 422, "amount-out-of-range", "/amount" },
        { "amount", "99999999999999999999999999999999999", 400, "invalid-value", "/amount" },
        { "amount", "\"NaN\"", 400, "invalid-value", "/amount" },
        { "amount", "\"Infinity\"", 400, "invalid-value", "/amount" },
        { "amount", "\"5\"", 400, "invalid-value", "/amount" },
        { "amount", "NaN", 400, "invalid-json", null },
        { "amount", "Infinity", 400, "invalid-json", null },
        { "amount", "+5", 400, "invalid-json", null },
        { "amount", "05", 400, "invalid-json", null },
        { "amount", "null", 400, "invalid-value", "/amount" },
        { "amount", "true", 400, "invalid-value", "/amount" },
        { "amount", "[5]", 400, "invalid-value", "/amount" },
        { "occurredOn", "\"2024-02-30\"", 400, "invalid-value", "/occurredOn" },
        { "occurredOn", "\"2023-02-29\"", 400, "invalid-value", "/occurredOn" },
        { "occurredOn", "\"2026-06-16\"", 422, "date-in-future", "/occurredOn" },
        { "occurredOn", "\"0001-01-01\"", 422, "date-out-of-range", "/occurredOn" },
        { "occurredOn", "\"1899-12-31\"", 422, "date-out-of-range", "/occurredOn" },
        { "occurredOn", "\"9999-12-31\"", 422, "date-in-future", "/occurredOn" },
        { "occurredOn", "\"2026-01-01T00:00:00Z\"", 400, "invalid-value", "/occurredOn" },
        { "occurredOn", "\"01/02/2026\"", 400, "invalid-value", "/occurredOn" },
        { "occurredOn", "20260101", 400, "invalid-value", "/occurredOn" },
        { "occurredOn", "\"\"", 400, "invalid-value", "/occurredOn" },
        { "dueOn", "\"2026-02-28\"", 422, "due-before-occurred", "/dueOn" },
        { "dueOn", "\"9999-12-31\"", 422, "date-out-of-range", "/dueOn" },
        { "dueOn", "\"soon\"", 400, "invalid-value", "/dueOn" },
        { "kind", "\"gift\"", 422, "unknown-kind", "/kind" },
        { "kind", "\"\"", 422, "unknown-kind", "/kind" },
        { "kind", "\"Shipment\"", 422, "unknown-kind", "/kind" },
        { "kind", "1", 400, "invalid-value", "/kind" },
        { "kind", "null", 400, "invalid-value", "/kind" },
        { "kind", "\"\\u0000\"", 422, "unknown-kind", "/kind" },
        { "kind", "\"\\ud800\"", 400, "invalid-value", "/kind" },
        { "source", "\"\"", 422, "required", "/source" },
        { "source", "\" \"", 422, "text-blank", "/source" },
        { "source", "\"erp \"", 422, "text-blank", "/source" },
        { "source", "\"a\\u0000b\"", 422, "text-invalid", "/source" },
        { "source", "\"a\\ud800b\"", 400, "invalid-value", "/source" },
        { "source", "\"a\\udc00\"", 400, "invalid-value", "/source" },
        { "externalId", "\"a\\u0000b\"", 422, "text-invalid", "/externalId" },
        { "externalId", "\"a\\ud800\"", 400, "invalid-value", "/externalId" },
        { "externalId", "\"a\\nb\"", 422, "text-invalid", "/externalId" },
        { "externalId", "5", 400, "invalid-value", "/externalId" },
        { "externalId", "null", 400, "invalid-value", "/externalId" },
        { "note", "\"x\"", 400, "invalid-value", "/note" },
        { "customerId", "\"x\"", 400, "invalid-value", "/customerId" },
        { "a.b'c", "\"x\"", 400, "invalid-value", null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_bad_value_is_named(string field, string json, int status, string code, string? pointer)
    {
        var fields = Fields();
        fields[field] = json;
        await RefusedAsync(Write(fields), status, code, pointer);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("externalId")]
    [InlineData("kind")]
    [InlineData("amount")]
    [InlineData("occurredOn")]
    public async Task A_missing_value_is_named(string field)
    {
        var fields = Fields();
        fields.Remove(field);
        await RefusedAsync(Write(fields), 422, "required", "/" + field);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("externalId")]
    public async Task A_long_value_is_named(string field)
    {
        var fields = Fields();
        fields[field] = $"\"{new string('x', 101)}\"";
        await RefusedAsync(Write(fields), 422, "text-too-long", "/" + field);
        fields[field] = $"\"{new string('x', 1_000_000)}\"";
        await RefusedAsync(Write(fields), 422, "text-too-long", "/" + field);
    }

    [Fact]
    public async Task A_repeated_field_is_named() =>
        await RefusedAsync(Write(Fields()).Replace("\"amount\"", "\"amount\": 7, \"amount\"", StringComparison.Ordinal), 400, "invalid-value", "/amount");

    [Fact]
    public async Task Only_what_can_be_due_has_a_due_day()
    {
        foreach (var kind in new[] { "repayment", "return", "refund", "write_off", "opening_credit" })
        {
            var fields = Fields();
            (fields["kind"], fields["dueOn"]) = ($"\"{kind}\"", "\"2026-04-01\"");
            await RefusedAsync(Write(fields), 422, "due-not-allowed", "/dueOn");
        }
    }

    [Fact]
    public async Task Nobody_has_no_postings() =>
        (await api.CallAsync("POST", "/customers/nobody/postings", Write(Fields()))).IsProblem(404, "customer-not-found");

    private async Task RefusedAsync(string body, int status, string code, string? pointer)
    {
        var customer = await api.CustomerAsync();
        var (postings, version) = (await api.CountAsync("posting"), (await api.CallAsync("GET", $"/customers/{customer}")).ETag);
        (await api.CallAsync("POST", $"/customers/{customer}/postings", body)).IsProblem(status, code, pointer);
        Assert.Equal((postings, version), (await api.CountAsync("posting"), (await api.CallAsync("GET", $"/customers/{customer}")).ETag));
    }

    private static Dictionary<string, string> Fields() => new()
    {
        ["source"] = "\"erp\"",
        ["externalId"] = "\"never-stored\"",
        ["kind"] = "\"shipment\"",
        ["amount"] = "5",
        ["occurredOn"] = "\"2026-03-01\"",
    };

    private static string Write(Dictionary<string, string> fields) =>
        new StringBuilder("{").AppendJoin(',', fields.Select(f => $"\"{f.Key}\":{f.Value}")).Append('}').ToString();
}
