using Lifecycle.Api.Lists;
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

    private static readonly SortColumns Columns = new("id")
    {
        // Ids are given in the order of opening.
        ["id"] = new("t.id", "bigint"),
        ["expiresOn"] = new("t.expires_on", "date"),
        ["from"] = new("t.from_tier", "smallint"),
        ["to"] = new("t.to_tier", "smallint"),
        ["customerId"] = new("t.customer_id", "text"),
    };

    // Conditions over an array of words.
    internal static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["status"] = ("t.status = ANY({0})", ProposalStatus.All),
        ["manager"] = ("coalesce(c.manager, '') = ANY({0})", null),
        ["customer"] = ("t.customer_id = ANY({0})", null),
        ["from"] = ("t.from_tier::text = ANY({0})", Tiers),
        ["to"] = ("t.to_tier::text = ANY({0})", Tiers),
    });

    private static readonly ListQuery<ProposalItem> Proposals = new(ProposalItem.Columns, ProposalItem.Source, ProposalItem.Read)
    {
        Counted = $"count(*) FROM {ProposalItem.Source}",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapProposalList(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tiers/proposals", List)
            .Produces<Page<ProposalItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("status", $"One or more of {string.Join(", ", ProposalStatus.All)}, separated by commas."),
                new("manager", "One or more, separated by commas; an empty word means customers without a manager."),
                new("customer", "One or more ids, separated by commas."),
                new("from", "One or more tiers, separated by commas."),
                new("to", "One or more tiers, separated by commas."))
            .WithSummary("Changes of tier that wait or waited for approval, newest first.");

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "tier-proposals", Columns, otherwise: "-id");
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Proposals, database, command, Filters.Of(request, command), ct);
    }
}
