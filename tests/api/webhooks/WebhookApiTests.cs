using System.Net;
using System.Text.Json;
using Lifecycle.Tests.Support;
using Npgsql;

namespace Lifecycle.Tests.Api.Webhooks;

/// <summary>Two gateways that nobody answers at.</summary>
public sealed class GatewayFixture : ApiFixture
{
    protected override string[] Settings =>
    [
        "Lifecycle:Gateways:Sms:Url=https://sms.invalid:8443/send?key=hidden",
        "Lifecycle:Gateways:Sms:Secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "Lifecycle:Gateways:Wecom:Url=http://wecom.invalid/",

        // The attempts below are of a day that is long past: the care job, which clears up every minute, must leave them.
        "Lifecycle:Gateways:Sms:KeepDays=3650",
        "Lifecycle:Gateways:Wecom:Secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ];
}

/// <summary>The interface over the delivery log: what failed can be seen, and tried again.</summary>
public sealed class WebhookApiTests(GatewayFixture api) : IClassFixture<GatewayFixture>
{
    private static Task? prepared;

    [Fact]
    public async Task Gateways_show_how_they_fare()
    {
        await PrepareAsync();
        var gateways = (await api.GetAsync("/webhooks")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            [
                """{"channel":"sms","address":"https://sms.invalid:8443","lastSuccessAt":"2026-06-15T01:00:00+00:00","lastFailureAt":"2026-06-15T03:00:00+00:00","lastFailure":"http-unreachable","failures":2}""",
                """{"channel":"wecom","address":"http://wecom.invalid","lastSuccessAt":null,"lastFailureAt":null,"lastFailure":null,"failures":0}""",
            ],
            gateways.Select(g => JsonSerializer.Serialize(g, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }

    [Fact]
    public async Task Attempts_are_listed_filtered_and_paged()
    {
        await PrepareAsync();
        var all = await api.GetAsync("/webhooks/deliveries?count=true");
        Assert.Equal(4, all.GetProperty("total").GetInt32());
        Assert.Equal(["d deferred http-unreachable", "c refused http-400", "b sent ", "a deferred http-503"], Items(all));
        Assert.Equal(["b sent "], Items(await api.GetAsync("/webhooks/deliveries?channel=sms&outcome=sent")));
        Assert.Empty(Items(await api.GetAsync("/webhooks/deliveries?channel=wecom")));
        Assert.Equal(["a deferred http-503"], Items(await api.GetAsync("/webhooks/deliveries?message=a")));
        foreach (var sort in new[] { "id", "-id", "channel", "outcome", "-status", "durationMs", "messageKey,-status" })
        {
            var (pages, after) = (new List<string>(), "");
            do
            {
                var page = await api.GetAsync($"/webhooks/deliveries?sort={sort}&limit=1{after}");
                pages.AddRange(Items(page));
                after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : "";
            }
            while (after.Length > 0);
            Assert.Equal(Items(await api.GetAsync($"/webhooks/deliveries?sort={sort}")), pages);
        }
    }

    [Theory]
    [InlineData("/webhooks/deliveries?channel=email", 400, "invalid-parameter")]
    [InlineData("/webhooks/deliveries?outcome=lost", 400, "invalid-parameter")]
    [InlineData("/webhooks/deliveries?sort=address", 400, "invalid-sort")]
    public async Task What_cannot_be_is_refused(string path, int status, string code)
    {
        var (answer, body) = await api.SendAsync(HttpMethod.Get, path);
        Assert.Equal((status, code), ((int)answer, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("failed", 200, "accepted")]
    [InlineData("waiting", 200, "duplicate")]
    [InlineData("sent", 409, "message-not-failed")]
    [InlineData("late", 409, "message-expired")]
    [InlineData("nothing", 404, "message-not-found")]
    public async Task A_message_is_tried_again_by_hand(string key, int status, string says)
    {
        await PrepareAsync();
        var (answer, body) = await api.SendAsync(HttpMethod.Post, $"/webhooks/deliveries/{key}/replay");
        Assert.Equal(status, (int)answer);
        Assert.Equal(says, body.GetProperty(answer == HttpStatusCode.OK ? "status" : "code").GetString());
    }

    private static string[] Items(JsonElement page) =>
    [
        .. page.GetProperty("items").EnumerateArray().Select(item =>
            $"{item.GetProperty("messageKey")} {item.GetProperty("outcome")} {item.GetProperty("reason")}"),
    ];

    private Task PrepareAsync() => prepared ??= InsertAsync();

    private async Task InsertAsync()
    {
        await api.PutAsync("/customers/w", new { name = "w" });
        await using var database = NpgsqlDataSource.Create(api.ConnectionString);
        await using var command = database.CreateCommand("""
            INSERT INTO webhook_delivery (message_key, channel, attempted_at, duration_ms, status, outcome, reason) VALUES
                ('a', 'sms', '2026-06-15T00:00Z', 30, 503, 'deferred', 'http-503'), ('b', 'sms', '2026-06-15T01:00Z', 20, 200, 'sent', NULL),
                ('c', 'sms', '2026-06-15T02:00Z', 10, 400, 'refused', 'http-400'), ('d', 'sms', '2026-06-15T03:00Z', 10000, NULL, 'deferred', 'http-unreachable');
            INSERT INTO care_decision
            SELECT 'w', 1, o, '2026', 'sms', o, CASE o WHEN 'waiting' THEN 'scheduled' WHEN 'late' THEN 'failed' ELSE o END, NULL, '2026-06-20',
                '2026-06-20T00:00Z', CASE o WHEN 'late' THEN '2026-06-15T00:00Z' ELSE '2026-06-21T00:00Z' END::timestamptz, '2026-06-10T00:00Z', NULL
            FROM unnest(ARRAY['failed', 'waiting', 'sent', 'late']) AS o
            """);
        await command.ExecuteNonQueryAsync();
    }
}
