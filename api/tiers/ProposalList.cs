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

namespace Lifecycle.Api.Tiers;

/// <summary>The list of proposals, newest first unless asked otherwise.</summary>
public static class ProposalList
{
    private static readonly string[] Tiers = ["1", "2", "3", "4"];

    private static readonly Dictionary<string, SortColumn> Columns = new(StringComparer.Ordinal)
    {
        // Ids are given in the order of opening.
        ["id"] = new("t.id", "bigint"),
        ["expiresOn"] = new("t.expires_on", "date"),
        ["from"] = new("t.from_tier", "smallint"),
        ["to"] = new("t.to_tier", "smallint"),
        ["customerId"] = new("t.customer_id", "text"),
    };

    // Conditions over an array of words.
    private static readonly Dictionary<string, (string Condition, IReadOnlyList<string>? Words)> Filters = new(StringComparer.Ordinal)
    {
        ["status"] = ("t.status = ANY({0})", ProposalStatus.All),
        ["manager"] = ("coalesce(c.manager, '') = ANY({0})", null),
        ["customer"] = ("t.customer_id = ANY({0})", null),
        ["from"] = ("t.from_tier::text = ANY({0})", Tiers),
        ["to"] = ("t.to_tier::text = ANY({0})", Tiers),
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapProposalList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tiers/proposals", List)
            .Produces<Page<ProposalItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Keys), Query.Count,
                new("status", $"One or more of {string.Join(", ", ProposalStatus.All)}, separated by commas."),
                new("manager", "One or more, separated by commas; an empty word means customers without a manager."),
                new("customer", "One or more ids, separated by commas."),
                new("from", "One or more tiers, separated by commas."),
                new("to", "One or more tiers, separated by commas."))
            .WithSummary("Changes of tier that wait or waited for approval, newest first.");

    /// <summary>Adds a condition to a command, and says it in SQL.</summary>
    internal static string Where(string name, string[] words, NpgsqlCommand command)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = words });
        return string.Format(CultureInfo.InvariantCulture, Filters[name].Condition, $"${command.Parameters.Count}");
    }

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var sort = Sort.Of(request, Columns, tieBreaker: "id", otherwise: "-id");
        var list = "tier-proposals:" + sort.Text;
        var page = PageRequest.Of(request, list);
        await using var command = database.CreateCommand();
        var where = Filter(request, command);
        var total = request.Flag("count") ? await Count.OfAsync(database, $"SELECT count(*) FROM {ProposalItem.Source} WHERE {where}", command, ct) : (long?)null;

        command.CommandText = $"""
            SELECT {ProposalItem.Columns}, {sort.CursorColumns}
            FROM {ProposalItem.Source}
            WHERE {where}{sort.After(page.After, command)}
            ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, ProposalItem Item)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetFieldValue<string[]>(ProposalItem.Width), ProposalItem.Read(reader)));
        }

        return Results.Ok(Page<ProposalItem>.Of(rows, page.Limit, list, total));
    }

    private static string Filter(HttpRequest request, NpgsqlCommand command)
    {
        var where = new StringBuilder("true");
        foreach (var (name, (_, known)) in Filters)
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

            where.Append(" AND ").Append(Where(name, words, command));
        }

        return where.ToString();
    }
}
