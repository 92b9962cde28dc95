using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Imports;

/// <summary>CSV and XLSX files as long work: <c>/imports</c>.</summary>
public static class ImportEndpoints
{
    private const string List = "imports";

    /// <summary>Maps the endpoints under the group's prefix.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/imports", Post)
            .WithMetadata(new RequestSizeLimitAttribute(Upload.LongestBody))
            .Accepts<Stream>("text/csv", "*/*")
            .Produces<ImportResource>(StatusCodes.Status202Accepted)
            .WithQuery("kind", "mode")
            .WithSummary("Imports a CSV file (UTF-8 or GB18030) or the first sheet of a workbook (XLSX), or only checks it; the answer is the import to watch.");
        routes.MapGet("/imports", GetMany)
            .Produces<Page<ImportResource>>()
            .WithQuery("limit", "after")
            .WithSummary("The imports, newest first.");
        routes.MapGet("/imports/{id}", Get)
            .Produces<ImportResource>()
            .WithSummary("An import and how far it has come.");
        routes.MapGet("/imports/{id}/errors.csv", GetErrors)
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .WithSummary("The rejected rows as they were sent, with line and error behind them.");
        routes.MapDelete("/imports/{id}", Cancel)
            .Produces<ImportResource>()
            .WithSummary("Cancels an import that has not ended; what it has taken stays.");
    }

    private static async Task<IResult> Post(HttpContext http, [FromServices] Upload upload, CancellationToken ct)
    {
        if (ImportWords.Kind(http.Request.Text("kind")) is not { } kind)
        {
            return Problems.Problems.Of(new Refusal("invalid-parameter", "kind must be one of customers, postings, evaluations.", "kind"));
        }

        var mode = ImportWords.Mode(http.Request.Word("mode", "commit", "check"));
        return await upload.TakeAsync(http, kind, mode, ct);
    }

    private static async Task<IResult> GetMany(HttpRequest request, [FromServices] ImportTable table, CancellationToken ct)
    {
        var page = PageRequest.Of(request, List);
        Guid? after = null;
        if (page.After is { } cursor)
        {
            if (!Guid.TryParse(cursor.Values.ElementAtOrDefault(0), out var last))
            {
                return Problems.Problems.Of(new Refusal("invalid-cursor", "after is not a cursor of this list.", "after"));
            }

            after = last;
        }

        var found = await table.ListAsync(after, page.Limit + 1, ct);
        return Results.Ok(Page<ImportResource>.Of(found.ConvertAll(import => (new[] { import.Id.ToString() }, import)), page.Limit, List));
    }

    private static async Task<IResult> Get(string id, [FromServices] ImportTable table, CancellationToken ct) =>
        await FindAsync(id, table, ct) is { } import ? Results.Ok(import) : NotFound();

    private static async Task<IResult> GetErrors(string id, [FromServices] ImportTable table, [FromServices] ErrorFile errors, CancellationToken ct) =>
        await FindAsync(id, table, ct) is { } import
            ? Results.Stream(target => errors.WriteAsync(import.Id, target, ct), "text/csv; charset=utf-8", $"import-{import.Id}-errors.csv")
            : NotFound();

    private static async Task<IResult> Cancel(string id, [FromServices] ImportTable table, [FromServices] Spool spool, CancellationToken ct)
    {
        if (await FindAsync(id, table, ct) is not { } import)
        {
            return NotFound();
        }

        if (await table.CancelAsync(import.Id, ct) is not { } cancelled)
        {
            return Problems.Problems.Of(new Refusal("import-finished", "The import has ended; there is nothing to cancel."));
        }

        spool.Delete(import.Id);
        return Results.Ok(cancelled);
    }

    private static async Task<ImportResource?> FindAsync(string id, ImportTable table, CancellationToken ct) =>
        Guid.TryParse(id, out var parsed) ? await table.FindAsync(parsed, ct) : null;

    private static IResult NotFound() => Problems.Problems.Of(new Refusal("import-not-found", "There is no import with this id."));
}
