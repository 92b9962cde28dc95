using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Alerts;

/// <summary>The list of alerts, newest first unless asked otherwise.</summary>
public static class AlertList
{
    private static readonly SortColumns Columns = new("id")
    {
        // Ids are given in the order of opening. Times travel as microseconds, since a cursor's text must come back exactly.
        ["id"] = new("a.id", "bigint"),
        ["openedAt"] = new("(extract(epoch FROM a.opened_at) * 1000000)::bigint", "bigint"),
        ["updatedAt"] = new("(extract(epoch FROM a.updated_at) * 1000000)::bigint", "bigint"),
        ["severity"] = new("array_position(ARRAY['info', 'medium', 'high'], a.severity::text)", "int"),
        ["kind"] = new("a.kind", "text"),
        ["status"] = new("a.status", "text"),
        ["manager"] = new("coalesce(a.manager, '')", "text"),
        ["customerId"] = new("a.customer_id", "text"),
        ["customerName"] = new("coalesce(p.name, '')", "text"),
    };

    // Conditions over an array of words. A manager has what others let lie as well; each of the three has an index.
    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["status"] = ("a.status = ANY({0})", AlertWords.Statuses),
        ["kind"] = ("a.kind = ANY({0})", AlertWords.Kinds),
        ["severity"] = ("a.severity = ANY({0})", AlertWords.Severities),
        ["manager"] = ("(a.manager = ANY({0}) OR a.escalated_to = ANY({0}) OR a.manager IS NULL AND '' = ANY({0}))", null),
        ["escalatedTo"] = ("a.escalated_on IS NOT NULL AND coalesce(a.escalated_to, '') = ANY({0})", null),
        ["customer"] = ("a.customer_id = ANY({0})", null),
    });

    private static readonly ListQuery<AlertItem> Alerts = new(StoredAlert.Columns, StoredAlert.Source, row => StoredAlert.Read(row).ToItem())
    {
        Counted = "count(*) FROM alert a",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapAlertList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/alerts", List)
            .Produces<Page<AlertItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("status", $"One or more of {string.Join(", ", AlertWords.Statuses)}, separated by commas."),
                new("kind", $"One or more of {string.Join(", ", AlertWords.Kinds)}, separated by commas."),
                new("severity", $"One or more of {string.Join(", ", AlertWords.Severities)}, separated by commas."),
                new("manager", "One or more, separated by commas: theirs, and what was escalated to them; an empty word means those without a manager."),
                new("escalatedTo", "One or more, separated by commas; an empty word means those that were escalated to nobody."),
                new("customer", "One or more ids, separated by commas."))
            .WithSummary("Alerts by status, kind, severity, manager, superior or customer, newest first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "alerts", Columns, otherwise: "-id");
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Alerts, database, command, Filters.Of(request, command), ct);
    }
}
