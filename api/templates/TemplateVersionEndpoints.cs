using System.Globalization;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Templates;

/// <summary>What was saved of a template, and by whom.</summary>
public static class TemplateVersionEndpoints
{
    private const string ListName = "template-versions";

    /// <summary>Maps the endpoints.</summary>
    public static void MapTemplateVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates/{name}/{language}/versions", List)
            .Produces<Page<TemplateVersionItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Every version of a template that was saved, newest first. There are none before the first edit.");

        routes.MapGet("/templates/{name}/{language}/versions/{version}", Get)
            .Produces<TemplateVersionResource>()
            .WithSummary("A version of a template that was saved, with its parts.");
    }

    private static async Task<IResult> List(HttpContext http, ITemplateBook book, ITemplateVersions versions)
    {
        var (name, language) = (http.Segment(1, "name"), http.Segment(2, "language"));
        var page = PageRequest.Of(http.Request, ListName);
        var found = await versions.Before(name, language, (int?)page.After?.Number(0), page.Limit + 1, http.RequestAborted);
        if (found.Count == 0 && page.After is null && book.Find(name, language) is null)
        {
            return Problems.Problems.Of(ITemplateVersions.Unknown);
        }

        var rows = found.Select(version => (new[] { version.Version.ToString(CultureInfo.InvariantCulture) }, TemplateVersionItem.Of(version))).ToList();
        return Results.Ok(Page<TemplateVersionItem>.Of(rows, page.Limit, ListName));
    }

    private static async Task<IResult> Get(HttpContext http, ITemplateVersions versions) =>
        int.TryParse(http.Segment(4, "version"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await versions.Find(http.Segment(1, "name"), http.Segment(2, "language"), number, http.RequestAborted) is { } version
            ? Results.Ok(TemplateVersionResource.Of(version))
            : Problems.Problems.Of(ITemplateVersions.Unknown with { Field = "version" });
}
