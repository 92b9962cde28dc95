using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Templates;

/// <summary>Templates saved, and given back to their files.</summary>
public static class TemplateChangeEndpoints
{
    /// <summary>Three parts, every character of them escaped.</summary>
    internal const int MostBody = 3 * TemplateInput.LongestPart * 6 + 4096;

    private const string At = "/templates/{name}/{language}";
    private static readonly Refusal WithoutDefault =
        new("default-language-missing", $"A template is there in {IMessageTemplates.DefaultLanguage} first and last: contacts with other languages fall back to it.", "language");

    /// <summary>Maps the endpoints.</summary>
    public static void MapTemplateChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(At, Put)
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .Accepts<TemplateInput>("application/json")
            .Produces<TemplateResource>().Produces<TemplateResource>(StatusCodes.Status201Created)
            .WithSummary("Saves a new version of a template, once it is checked; it is in force at once. Faults are named with line and column.");

        routes.MapDelete(At, Delete)
            .WithIfMatch()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Goes back to the file of the folder or the program. What was saved stays in the history.");
    }

    /// <summary>The problem that a check found, each fault at its part.</summary>
    internal static IResult Problem(TemplateCheck check) => check.Faults.IsEmpty
        ? Problems.Problems.Of(check.Refusal!)
        : Problems.Problems.Of(check.Refusal!, check.Faults.ToLookup(fault => "/parts/" + fault.Part, fault => fault.Said, StringComparer.Ordinal));

    private static async Task<IResult> Put(HttpContext http, ITemplateBook book, ITemplateVersions versions)
    {
        var (name, language) = (http.Segment(1, "name"), http.Segment(2, "language"));
        TemplateInput.CheckNames(name, language);
        var input = await Bodies.ReadAsync<TemplateInput>(http.Request);
        var content = TemplateInput.Read(input.Parts, input.Commercial, input.TemplateLanguage);
        var before = book.Find(name, language);
        var (seen, onlyNew) = Seen(http, before);
        if (language != IMessageTemplates.DefaultLanguage && book.Find(name, IMessageTemplates.DefaultLanguage) is null)
        {
            return Problems.Problems.Of(WithoutDefault);
        }

        var check = book.Check(name, language, content);
        if (check.Refusal is not null)
        {
            return Problem(check);
        }

        if (await versions.Save(name, language, content, seen, onlyNew, http.Actor(), http.RequestAborted) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        // Somebody may have taken it back since.
        return book.Find(name, language) is not { } saved ? Problems.Problems.Of(ITemplateVersions.Changed)
            : before is null ? Results.Created($"/api/v1/templates/{name}/{language}", TemplateResource.Show(saved, http))
            : Results.Ok(TemplateResource.Show(saved, http));
    }

    private static async Task<IResult> Delete(HttpContext http, ITemplateBook book, ITemplateVersions versions)
    {
        if (TemplateEndpoints.Find(http, book) is not { } template)
        {
            return Problems.Problems.Of(ITemplateVersions.Unknown);
        }

        var (seen, _) = Seen(http, template);
        var isLast = template is { File: null, Language: IMessageTemplates.DefaultLanguage }
            && book.All.Any(other => other.Name == template.Name && other.Language != template.Language);
        var refusal = isLast
            ? WithoutDefault
            : await versions.Save(template.Name, template.Language, content: null, seen, onlyNew: false, http.Actor(), http.RequestAborted);
        return refusal is null ? Results.NoContent() : Problems.Problems.Of(refusal);
    }

    /// <summary>The version that the sender has seen, and whether there must be none in force.</summary>
    private static (int? Seen, bool OnlyNew) Seen(HttpContext http, TemplateInForce? before) => Preconditions.Of(http.Request) switch
    {
        (0, _) when before is not null => throw new RefusedException(Preconditions.Failed),
        (_, true) when before is null => throw new RefusedException(Preconditions.Failed),
        ({ } tag and > int.MaxValue, _) => throw new RefusedException(Preconditions.Failed with { Message = $"No ETag is {tag}." }),
        ({ } tag and > 0, _) when before is not null => ((int)tag - 1, false),
        ({ } tag and > 0, _) => throw new RefusedException(Preconditions.Failed),
        (0, _) => (null, true),
        _ => (null, false),
    };
}
