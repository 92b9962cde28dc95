using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Imports.Undoing;
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
        routes.MapDelete("/imports/{id}", Delete)
            .WithIfMatch()
            .Produces<ImportResource>()
            .Produces<ImportResource>(StatusCodes.Status202Accepted)
            .WithSummary("Cancels an import that has not ended; undoes one that has: watch its undo. With If-Match only if it is as it was seen.");
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

    private static async Task<IResult> Get(HttpContext http, string id, [FromServices] ImportTable table, CancellationToken ct)
    {
        if (await FindAsync(id, table, ct) is not { } import)
        {
            return NotFound();
        }

        http.Response.Headers.ETag = $"\"{import.Stage}\"";
        return Results.Ok(import);
    }

    private static async Task<IResult> GetErrors(string id, [FromServices] ImportTable table, [FromServices] ErrorFile errors, CancellationToken ct) =>
        await FindAsync(id, table, ct) is { } import
            ? Results.Stream(target => errors.WriteAsync(import.Id, target, ct), "text/csv; charset=utf-8", $"import-{import.Id}-errors.csv")
            : NotFound();

    private static async Task<IResult> Delete(
        HttpContext http, string id, [FromServices] ImportTable table, [FromServices] Spool spool, [FromServices] UndoTable undoing,
        [FromServices] ImportBell bell, CancellationToken ct)
    {
        if (await FindAsync(id, table, ct) is not { } import)
        {
            return NotFound();
        }

        var seen = Preconditions.Of(http.Request).Expected;
        if (seen is not null && seen != import.Stage)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        if (await table.CancelAsync(import.Id, ct))
        {
            spool.Delete(import.Id);
            return Results.Ok(await table.FindAsync(import.Id, ct));
        }

        // It may have ended since it was looked at: a cancellation that comes too late must not undo.
        if (seen is not null && import.HasNotEnded)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        if (await table.CannotUndoAsync(import.Id, ct) is { } refusal)
        {
            return Problems.Problems.Of(refusal);
        }

        await undoing.RequestAsync(import.Id, http.Actor(), ct);
        bell.Ring();
        return Results.Accepted($"{http.Request.PathBase}{http.Request.Path.Value?.TrimEnd('/')}", await table.FindAsync(import.Id, ct));
    }

    private static async Task<ImportResource?> FindAsync(string id, ImportTable table, CancellationToken ct) =>
        Guid.TryParse(id, out var parsed) ? await table.FindAsync(parsed, ct) : null;

    private static IResult NotFound() => Problems.Problems.Of(new Refusal("import-not-found", "There is no import with this id."));
}
