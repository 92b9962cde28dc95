using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Scorecards;

/// <summary>Scorecards and their versions, read.</summary>
public static class ScorecardEndpoints
{
    private static readonly SortColumns Columns = new("id")
    {
        ["name"] = new("s.name", "text"),
        ["version"] = new("s.version", "int"),
        ["id"] = new("(s.name || '/' || lpad(s.version::text, 10, '0')) COLLATE \"C\"", "text"),
    };

    private static readonly WordFilters Filters = new(new(StringComparer.Ordinal)
    {
        ["name"] = ("s.name = ANY({0})", null),
    });

    private static readonly ListQuery<ScorecardResource> Cards = new(
        """
        s.name, s.version, s.revision, s.document, s.changed_by, s.changed_at, s.published_at,
        s.version IS NOT DISTINCT FROM (SELECT max(c.version) FROM scorecard c WHERE c.name = s.name AND c.published_at IS NOT NULL)
        """,
        "scorecard s",
        row => ScorecardResource.Of(new(
            row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.Instant(5),
            row.Maybe<DateTimeOffset>(6), row.GetBoolean(7))));

    /// <summary>Maps the endpoints.</summary>
    public static void MapScorecards(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/scorecards", List)
            .Produces<Page<ScorecardResource>>()
            .WithQuery(Query.Limit, Query.After, Query.Sort(Columns.Names), new("name", "One or more cards, separated by commas."))
            .WithSummary("Scorecards in every version, drafts among them.");

        routes.MapGet("/scorecards/schema", () => Results.Text(ScorecardReader.SchemaJson, "application/schema+json"))
            .Produces<object>(StatusCodes.Status200OK, "application/schema+json")
            .WithSummary("The JSON Schema of scorecards.");

        routes.MapGet("/scorecards/{name}", (HttpContext http, IScorecards cards) => Get(http, cards, version: null))
            .Produces<ScorecardResource>()
            .WithSummary("A scorecard as it is answered now.");

        routes.MapGet("/scorecards/{name}/versions/{version}", (HttpContext http, IScorecards cards) => Get(http, cards, ScorecardDraftEndpoints.Number(http)))
            .Produces<ScorecardResource>()
            .WithSummary("A scorecard by its version, perhaps a draft.");
    }

    private static async Task<IResult> Get(HttpContext http, IScorecards cards, int? version) =>
        await cards.Find(http.Segment(1, "name"), version, http.RequestAborted) is { } card
            ? Results.Ok(ScorecardResource.Show(card, http))
            : Problems.Problems.Of(Scorecard.Unknown);

    private static async Task<IResult> List(HttpRequest request, NpgsqlDataSource database, CancellationToken ct)
    {
        var list = SortedList.Of(request, "scorecards", Columns);
        await using var command = database.CreateCommand();
        return await list.AnswerAsync(Cards, database, command, Filters.Of(request, command), ct);
    }
}
