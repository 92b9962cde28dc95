using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Imports;

/// <summary>CSV files as long work: <c>/imports</c>.</summary>
public static class ImportEndpoints
{
    /// <summary>Maps the endpoints under the group's prefix.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/imports", PostAsync)
            .WithMetadata(new RequestSizeLimitAttribute(Upload.LongestBody))
            .Accepts<Stream>("text/csv", "*/*")
            .Produces<ImportResource>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/imports", ListAsync)
            .Produces<ImportPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/imports/{id}", FindAsync)
            .Produces<ImportResource>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/imports/{id}/errors.csv", ErrorsAsync)
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/imports/{id}", CancelAsync)
            .Produces<ImportResource>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Refusal NotFound { get; } = new("import-not-found", "There is no import with this id.");

    private static async Task<IResult> PostAsync(
        HttpRequest request, string? kind, string? mode, [FromHeader(Name = "Idempotency-Key")] string? key, [FromServices] Upload upload, CancellationToken ct)
    {
        if (ImportWords.Kind(kind) is not { } what)
        {
            return Invalid("kind must be customers, postings or evaluations.", "kind");
        }

        if (ImportWords.Mode(mode) is not { } how)
        {
            return Invalid("mode must be check or commit.", "mode");
        }

        return key is not null && Text.CheckId(key, "Idempotency-Key") is { } refusal
            ? Invalid(refusal.Message, "Idempotency-Key")
            : await upload.TakeAsync(request, what, how, key, ct);
    }

    private static async Task<IResult> ListAsync(string? limit, string? after, [FromServices] ImportTable table, CancellationToken ct)
    {
        var most = 50;
        if (limit is not null && !(int.TryParse(limit, out most) && most is >= 1 and <= 500))
        {
            return Invalid("limit must lie between 1 and 500.", "limit");
        }

        Guid last = default;
        if (after is not null && !Guid.TryParseExact(after, "N", out last))
        {
            return Invalid("after must be what an answer gave as next.", "after");
        }

        var found = await table.ListAsync(after is null ? null : last, most + 1, ct);
        var items = found.Take(most).ToList();
        return Results.Ok(new ImportPage(items, found.Count > most ? items[^1].Id.ToString("N") : null));
    }

    private static async Task<IResult> FindAsync(string id, [FromServices] ImportTable table, CancellationToken ct) =>
        await TryFindAsync(id, table, ct) is { } import ? Results.Ok(import) : Problems.Problems.Of(NotFound);

    private static async Task<IResult> ErrorsAsync(string id, [FromServices] ImportTable table, [FromServices] ErrorFile errors, CancellationToken ct) =>
        await TryFindAsync(id, table, ct) is { } import
            ? Results.Stream(target => errors.WriteAsync(import.Id, target, ct), "text/csv; charset=utf-8", $"import-{import.Id}-errors.csv")
            : Problems.Problems.Of(NotFound);

    private static async Task<IResult> CancelAsync(string id, [FromServices] ImportTable table, [FromServices] Spool spool, CancellationToken ct)
    {
        if (await TryFindAsync(id, table, ct) is not { } import)
        {
            return Problems.Problems.Of(NotFound);
        }

        if (await table.CancelAsync(import.Id, ct) is not { } cancelled)
        {
            return Problems.Problems.Of(409, "import-finished", "The import has ended; there is nothing to cancel.");
        }

        spool.Delete(import.Id);
        return Results.Ok(cancelled);
    }

    private static async Task<ImportResource?> TryFindAsync(string id, ImportTable table, CancellationToken ct) =>
        Guid.TryParse(id, out var parsed) ? await table.FindAsync(parsed, ct) : null;

    private static IResult Invalid(string message, string field) => Problems.Problems.Of(400, "invalid-parameter", message, field);
}
