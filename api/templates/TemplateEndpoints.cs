using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Templates;

/// <summary>Templates as they are in force.</summary>
public static class TemplateEndpoints
{
    private const string ListName = "templates";

    /// <summary>Maps the endpoints.</summary>
    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates", List)
            .Produces<Page<TemplateItem>>()
            .WithQuery(Query.Limit, Query.After)
            .WithSummary("Message templates by name, with their languages and where each is from.");

        routes.MapGet("/templates/{name}/{language}", Get)
            .Produces<TemplateResource>()
            .WithSummary("A template in one language as it is in force: what was saved, else the company's folder, else the file of the program.");
    }

    /// <summary>The template that an address names, or null.</summary>
    internal static TemplateInForce? Find(HttpContext http, ITemplateBook book) => book.Find(http.Segment(1, "name"), http.Segment(2, "language"));

    private static IResult List(HttpRequest request, ITemplateBook book)
    {
        var page = PageRequest.Of(request, ListName);
        var after = page.After?.Text(0) ?? "";
        var rows = book.All.GroupBy(template => template.Name, StringComparer.Ordinal)
            .Where(group => string.CompareOrdinal(group.Key, after) > 0)
            .Take(page.Limit + 1)
            .Select(group => (new[] { group.Key }, new TemplateItem(group.Key, [.. group.Select(TemplateItemLanguage.Of)])))
            .ToList();
        return Results.Ok(Page<TemplateItem>.Of(rows, page.Limit, ListName));
    }

    private static IResult Get(HttpContext http, ITemplateBook book) => Find(http, book) is { } template
        ? Results.Ok(TemplateResource.Show(template, http))
        : Problems.Problems.Of(ITemplateVersions.Unknown);
}
