using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class BadProfileTests(ApiFixture api)
{
    private static readonly string[] Texts = ["name", "manager", "region", "industry", "tags", "contacts/0/name", "contacts/0/salutation", "contacts/0/position", "contacts/0/phone", "contacts/0/wecomId"];

    public static TheoryData<string, string, int, string, string> Values => new()
    {
        { "name", "null", 422, "required", "/name" },
        { "name", "\"\"", 422, "text-blank", "/name" },
        { "name", "5", 400, "invalid-value", "/name" },
        { "kind", "\"alien\"", 422, "unknown-word", "/kind" },
        { "customerSince", "\"2024-02-30\"", 400, "invalid-value", "/customerSince" },
        { "customerSince", "\"0001-01-01\"", 422, "date-out-of-range", "/customerSince" },
        { "customerSince", "\"9999-12-31\"", 422, "date-out-of-range", "/customerSince" },
        { "effectiveOn", "\"9999-12-31\"", 422, "date-out-of-range", "/effectiveOn" },
        { "effectiveOn", "\"0001-01-01\"", 422, "date-out-of-range", "/effectiveOn" },
        { "effectiveOn", "\"today\"", 400, "invalid-value", "/effectiveOn" },
        { "creditLimit", "-0.01", 422, "amount-out-of-range", "/creditLimit" },
        { "creditLimit", "1e12", 422, "amount-out-of-range", "/creditLimit" },
        { "creditLimit", "0.005", 422, "amount-too-precise", "/creditLimit" },
        { "creditLimit", "1e-30", 400, "invalid-value", "/creditLimit" },
        { "creditLimit", "\"10\"", 400, "invalid-value", "/creditLimit" },
        { "creditDays", "-1", 422, "number-out-of-range", "/creditDays" },
        { "creditDays", "3651", 422, "number-out-of-range", "/creditDays" },
        { "creditDays", "99999999999", 400, "invalid-value", "/creditDays" },
        { "creditDays", "1.5", 400, "invalid-value", "/creditDays" },
        { "creditFrom", "\"never\"", 422, "unknown-word", "/creditFrom" },
        { "collectionDifficult", "\"yes\"", 400, "invalid-value", "/collectionDifficult" },
        { "complexity", "100.01", 422, "points-out-of-range", "/complexity" },
        { "complexity", "-1", 422, "points-out-of-range", "/complexity" },
        { "complexity", "0.001", 422, "points-out-of-range", "/complexity" },
        { "timeZone", "\"Mars/Olympus\"", 422, "unknown-time-zone", "/timeZone" },
        { "timeZone", "\"../../etc/passwd\"", 422, "unknown-time-zone", "/timeZone" },
        { "timeZone", "\"/dev/zero\"", 422, "unknown-time-zone", "/timeZone" },
        { "timeZone", "\"\"", 422, "unknown-time-zone", "/timeZone" },
        { "timeZone", "\"a\\u0000b\"", 422, "unknown-time-zone", "/timeZone" },
        { "tags", "[null]", 422, "required", "/tags" },
        { "tags", "\"x\"", 400, "invalid-value", "/tags" },
        { "tags", "[\" \"]", 422, "text-blank", "/tags" },
        { "contacts", "[null]", 422, "required", "/contacts/0" },
        { "contacts", "{}", 400, "invalid-value", "/contacts" },
        { "contacts", "[{},{\"email\":\"no-address\"}]", 422, "email-invalid", "/contacts/1/email" },
        { "contacts", "[{\"email\":\"a@b@c\"}]", 422, "email-invalid", "/contacts/0/email" },
        { "contacts", "[{\"email\":\"a@\\u0000\"}]", 422, "text-invalid", "/contacts/0/email" },
        { "contacts", "[{\"language\":\"中文\"}]", 422, "language-invalid", "/contacts/0/language" },
        { "contacts", "[{\"consent\":{\"pigeon\":true}}]", 422, "unknown-word", "/contacts/0/consent" },
        { "contacts", "[{\"birthday\":{\"month\":13,\"day\":1}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":2,\"day\":30}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":2,\"day\":29,\"year\":2023}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":1,\"day\":31,\"calendar\":\"lunar\"}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":1,\"day\":1,\"leapMonth\":true}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":1,\"day\":1,\"year\":1}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{\"month\":1,\"day\":1,\"calendar\":\"mayan\"}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "contacts", "[{\"birthday\":{}}]", 422, "birthday-invalid", "/contacts/0/birthday" },
        { "state", "\"mature\"", 400, "invalid-value", "/state" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_bad_value_is_named_and_changes_nothing(string field, string json, int status, string code, string pointer)
    {
        var body = $$"""{ {{(field == "name" ? "" : "\"name\": \"N\", ")}}"{{field}}": {{json}} }""";
        (await api.CallAsync("PUT", "/customers/never", body)).IsProblem(status, code, pointer);
        (await api.CallAsync("GET", "/customers/never")).IsProblem(404, "customer-not-found");
    }

    [Fact]
    public async Task No_text_holds_what_cannot_be_stored()
    {
        foreach (var field in Texts)
        {
            (await PutAsync(field, "a\\u0000b")).IsProblem(422, "text-invalid", "/" + field);
            (await PutAsync(field, "a\\u0007b")).IsProblem(422, "text-invalid", "/" + field);
            (await PutAsync(field, " a")).IsProblem(422, "text-blank", "/" + field);
            (await PutAsync(field, new string('x', 201))).IsProblem(422, "text-too-long", "/" + field);
            (await PutAsync(field, "a\\ud800")).IsProblem(400, "invalid-value");
            (await PutAsync(field, "\\udc00b")).IsProblem(400, "invalid-value");
        }

        Assert.Equal(0L, await api.CountAsync("customer WHERE id = 'never'"));
    }

    [Fact]
    public async Task Lists_are_bounded()
    {
        (await api.CallAsync("PUT", "/customers/never", new { name = "N", tags = Enumerable.Range(0, 51).Select(i => $"t{i}") })).IsProblem(422, "too-many", "/tags");
        (await api.CallAsync("PUT", "/customers/never", new { name = "N", contacts = Enumerable.Repeat(new { name = "W" }, 51) })).IsProblem(422, "too-many", "/contacts");
    }

    private Task<Reply> PutAsync(string field, string value)
    {
        var quoted = $"\"{value}\"";
        var body = field switch
        {
            "tags" => $$"""{ "name": "N", "tags": [{{quoted}}] }""",
            "name" => $$"""{ "name": {{quoted}} }""",
            _ when field.StartsWith("contacts", StringComparison.Ordinal) => $$"""{ "name": "N", "contacts": [{ "{{field.Split('/')[2]}}": {{quoted}} }] }""",
            _ => $$"""{ "name": "N", "{{field}}": {{quoted}} }""",
        };
        return api.CallAsync("PUT", "/customers/never", body);
    }
}
