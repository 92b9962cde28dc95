using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Webhooks;

/// <summary>An attempt to hand a message to a gateway.</summary>
/// <param name="Id">Rises with time.</param>
/// <param name="DurationMs">From the first byte sent to the first byte of the answer, or to giving up.</param>
/// <param name="Status">The HTTP status that the gateway answered; null: nothing that could be read.</param>
/// <param name="Outcome"><c>sent</c>, <c>refused</c> for good, or <c>deferred</c> to a further attempt.</param>
/// <param name="Reason">A short code where it was not sent.</param>
public sealed record DeliveryItem(
    long Id, string MessageKey, string Channel, DateTimeOffset AttemptedAt, long DurationMs, int? Status, string Outcome, string? Reason);

/// <summary>The log of attempts.</summary>
public static class DeliveryList
{
    private static readonly SortColumns Columns = new("id")
    {
        ["id"] = new("w.id", "bigint"),
        ["channel"] = new("w.channel", "text"),
        ["outcome"] = new("w.outcome", "text"),
        ["status"] = new("coalesce(w.status, 0)", "int"),
        ["durationMs"] = new("w.duration_ms", "bigint"),
        ["messageKey"] = new("w.message_key", "text"),
    };

    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["channel"] = ("w.channel = ANY({0})", [CareChannels.Sms, CareChannels.Wecom]),
        ["outcome"] = ("w.outcome = ANY({0})", [DeliveryFate.Sent.Word(), DeliveryFate.Refused.Word(), DeliveryFate.Deferred.Word()]),
        ["message"] = ("w.message_key = ANY({0})", null),
    });

    private static readonly ListQuery<DeliveryItem> Deliveries = new(
        "w.id, w.message_key, w.channel, w.attempted_at, w.duration_ms, w.status, w.outcome, w.reason",
        "webhook_delivery w",
        row => new(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.Instant(3), row.GetInt64(4), row.Maybe<int>(5), row.GetString(6), row.Text(7)))
    {
        Counted = "count(*) FROM webhook_delivery w",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapDeliveries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/webhooks/deliveries", List)
            .Produces<Page<DeliveryItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("channel", "One or more of sms and wecom, separated by commas."),
                new("outcome", "One or more of sent, refused and deferred, separated by commas."),
                new("message", "One or more message keys, separated by commas."))
            .WithSummary("Attempts to hand a message to a gateway, the latest first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "deliveries", Columns, otherwise: "-id");
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Deliveries, database, command, Filters.Of(request, command), ct);
    }
}
