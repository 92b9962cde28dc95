using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Scorecards;

/// <summary>The scorecards of a customer or a prospect, explained, and everything that was ever answered.</summary>
public static class SubjectScorecards
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapSubjectScorecards(this IEndpointRouteBuilder routes)
    {
        MapOf(routes, "customers", SubjectKind.Customer);
        MapOf(routes, "prospects", SubjectKind.Prospect);
    }

    private static void MapOf(IEndpointRouteBuilder routes, string root, SubjectKind kind)
    {
        var word = CardSubjectResource.Word(kind);
        routes.MapGet($"/{root}/{{id}}/scorecards", (HttpContext http, IJudgements judgements, CancellationToken ct) => Cards(kind, http, judgements, ct))
            .Produces<Page<CardResource>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary($"What every scorecard says about a {word}, and why.");

        routes.MapGet($"/{root}/{{id}}/scorecards/{{name}}/answers", (HttpContext http, IJudgements judgements, CancellationToken ct) => Sheets(kind, http, judgements, ct))
            .Produces<Page<CardSheetResource>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary($"Everything that was answered about a {word} on a card, newest first, also what does not count any more.");
    }

    private static async Task<IResult> Cards(SubjectKind kind, HttpContext http, IJudgements judgements, CancellationToken ct)
    {
        const string List = "subject-scorecards";
        var page = PageRequest.Of(http.Request, List);
        if (await judgements.Known(new(kind, http.Segment(1, "id")), ct) is not { } subject)
        {
            return Unknown(kind);
        }

        if (page.After is { Values: var values } && (values is not [var last] || Text.CheckId(last, "after") is not null))
        {
            throw Cursor.Invalid;
        }

        var results = await judgements.Results(subject, page.After?.Values[0] ?? "", page.Limit + 1, ct);
        return Results.Ok(Page<CardResource>.Of([.. results.Select(result => (new[] { result.Name }, CardResource.Of(subject, result)))], page.Limit, List));
    }

    private static async Task<IResult> Sheets(SubjectKind kind, HttpContext http, IJudgements judgements, CancellationToken ct)
    {
        const string List = "subject-answers";
        var page = PageRequest.Of(http.Request, List);
        if (await judgements.Known(new(kind, http.Segment(1, "id")), ct) is not { } subject)
        {
            return Unknown(kind);
        }

        var sheets = await judgements.Sheets(subject, http.Segment(3, "name"), page.After?.Number(0) ?? long.MaxValue, page.Limit + 1, ct);
        return Results.Ok(Page<CardSheetResource>.Of(
            [.. sheets.Select(sheet => (new[] { sheet.Number.ToString(CultureInfo.InvariantCulture) }, CardSheetResource.Of(sheet)))], page.Limit, List));
    }

    private static IResult Unknown(SubjectKind kind) => Problems.Problems.Of(kind == SubjectKind.Customer ? Customer.Unknown : Prospect.Unknown);
}
