using System.Text.Json;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Scorecards;

/// <summary>A prospect or customer in the list of a card.</summary>
/// <param name="Kind"><c>prospect</c> or <c>customer</c>.</param>
/// <param name="Name">Null once it is erased.</param>
/// <param name="Band">Null: nobody answered in full, or the card has no bands.</param>
/// <param name="Parts">The values, by part.</param>
/// <param name="Evaluators">How many count.</param>
public sealed record CardResultItem(
    string Kind, string Id, string? Name, int Version, string? Band, JsonElement Parts, int Evaluators, DateOnly? JudgedOn);

/// <summary>Who was judged by a card, by band.</summary>
public static class CardResultList
{
    // A customer may have the id of a prospect.
    private static readonly SortColumns Columns = new("id")
    {
        ["band"] = new("r.place", "smallint"),
        ["judgedOn"] = new("coalesce(r.judged_on, 'infinity')", "date"),
        ["id"] = new("(r.subject_id || '/' || r.subject_kind::text)", "text"),
    };

    private const string Source = """
        scorecard_result r
        LEFT JOIN prospect_person p ON r.subject_kind = 1 AND p.prospect_id = r.subject_id
        LEFT JOIN customer_person c ON r.subject_kind = 2 AND c.customer_id = r.subject_id
        """;

    // A customer whose import was undone is gone.
    private const string Known = "r.card = $1 AND (r.subject_kind = 1 OR EXISTS (SELECT FROM customer k WHERE k.id = r.subject_id AND k.version > 0))";

    private static readonly ListQuery<CardResultItem> Judged = new(
        "r.subject_kind, r.subject_id, coalesce(p.name, c.name), r.version, r.band, r.parts::text, r.evaluators, r.judged_on",
        Source,
        row => new(
            CardSubjectResource.Word((SubjectKind)row.GetInt16(0)), row.GetString(1), row.Text(2), row.GetInt32(3), row.Text(4),
            JsonSerializer.Deserialize<JsonElement>(row.GetString(5)), row.GetInt32(6), row.Day(7)))
    {
        Counted = "count(*) FROM scorecard_result r",
    };

    /// <summary>Maps the endpoint.</summary>
    public static void MapCardResults(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/scorecards/{name}/results", List)
            .Produces<Page<CardResultItem>>()
            .WithQuery(
                Query.Limit, Query.After, Query.Sort(Columns.Names), Query.Count,
                new("band", "One or more, separated by commas; an empty word means those without one."),
                new("kind", "prospect or customer."))
            .WithSummary("Prospects and customers judged by a card, the best band first.");

    private static async Task<IResult> List(HttpContext http, IScorecards cards, NpgsqlDataSource database, CancellationToken ct)
    {
        var (request, card) = (http.Request, http.Segment(1, "name"));
        var list = SortedList.Of(request, "scorecard-results", Columns, otherwise: "band");
        if (await cards.Find(card, version: null, ct) is null)
        {
            return Problems.Problems.Of(Scorecard.Unknown);
        }

        await using var command = database.CreateCommand();
        command.Parameters.Add(new() { Value = card });
        return await list.AnswerAsync(Judged, database, command, Known + Filter(request, command), ct);
    }

    private static string Filter(HttpRequest request, NpgsqlCommand command)
    {
        var where = "";
        if (request.Text("band") is { } bands)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = bands.Split(',') });
            where += $" AND coalesce(r.band, '') = ANY(${command.Parameters.Count})";
        }

        if (request.Text("kind") is { } kind)
        {
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = (short)(kind switch
                {
                    "prospect" => SubjectKind.Prospect,
                    "customer" => SubjectKind.Customer,
                    _ => throw new RefusedException(new("invalid-parameter", "kind must be prospect or customer.", "kind")),
                }),
            });
            where += $" AND r.subject_kind = ${command.Parameters.Count}";
        }

        return where;
    }
}
