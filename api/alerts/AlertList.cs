using System.Globalization;
using System.Text;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
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
    private static readonly Dictionary<string, SortColumn> Columns = new(StringComparer.Ordinal)
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
    private static readonly Dictionary<string, (string Condition, IReadOnlyList<string>? Words)> Filters = new(StringComparer.Ordinal)
    {
        ["status"] = ("a.status = ANY({0})", AlertWords.Statuses),
        ["kind"] = ("a.kind = ANY({0})", AlertWords.Kinds),
        ["severity"] = ("a.severity = ANY({0})", AlertWords.Severities),
        ["manager"] = ("(a.manager = ANY({0}) OR a.escalated_to = ANY({0}) OR a.manager IS NULL AND '' = ANY({0}))", null),
        ["escalatedTo"] = ("a.escalated_on IS NOT NULL AND coalesce(a.escalated_to, '') = ANY({0})", null),
        ["customer"] = ("a.customer_id = ANY({0})", null),
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapAlertList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/alerts", List)
            .Produces<Page<AlertItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Keys), Query.Count,
                new("status", $"One or more of {string.Join(", ", AlertWords.Statuses)}, separated by commas."),
                new("kind", $"One or more of {string.Join(", ", AlertWords.Kinds)}, separated by commas."),
                new("severity", $"One or more of {string.Join(", ", AlertWords.Severities)}, separated by commas."),
                new("manager", "One or more, separated by commas: theirs, and what was escalated to them; an empty word means those without a manager."),
                new("escalatedTo", "One or more, separated by commas; an empty word means those that were escalated to nobody."),
                new("customer", "One or more ids, separated by commas."))
            .WithSummary("Alerts by status, kind, severity, manager, superior or customer, newest first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var sort = Sort.Of(request, Columns, tieBreaker: "id", otherwise: "-id");
        var page = PageRequest.Of(request, "alerts:" + sort.Text);
        await using var command = database.CreateCommand();
        var where = Filter(request, command);
        var total = request.Flag("count") ? await Count.OfAsync(database, $"SELECT count(*) FROM alert a WHERE {where}", command, ct) : (long?)null;

        command.CommandText = $"""
            SELECT {StoredAlert.Columns}, {sort.CursorColumns}
            FROM {StoredAlert.Source}
            WHERE {where}{sort.After(page.After, command)}
            ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, AlertItem Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetFieldValue<string[]>(StoredAlert.Width), StoredAlert.Read(reader).ToItem()));
        }

        return Results.Ok(Page<AlertItem>.Of(rows, page.Limit, "alerts:" + sort.Text, total));
    }

    /// <summary>One or more words each, separated by commas; an empty one means those without.</summary>
    private static string Filter(HttpRequest request, NpgsqlCommand command)
    {
        var where = new StringBuilder("true");
        foreach (var (name, (condition, known)) in Filters)
        {
            if (request.Text(name) is not { } value)
            {
                continue;
            }

            var words = value.Split(',');
            if (known is not null && Array.Exists(words, w => !known.Contains(w)))
            {
                throw new RefusedException(new("invalid-parameter", $"{name} must be of {string.Join(", ", known)}.", name));
            }

            command.Parameters.Add(new NpgsqlParameter { Value = words });
            where.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, $"${command.Parameters.Count}");
        }

        return where.ToString();
    }
}
