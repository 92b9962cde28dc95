using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Imports;

/// <summary>Takes a file in: on disk for good before it is acknowledged, and never in memory.</summary>
internal sealed class Upload(Spool spool, ImportTable table, ImportBell bell, IRequestKeys keys, IBusinessClock clock)
{
    /// <summary>The largest file.</summary>
    public const long LongestBody = 2L << 30;

    /// <summary>Answers a POST.</summary>
    public async Task<IResult> TakeAsync(HttpRequest request, ImportKind kind, ImportMode mode, string? requestKey, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(clock.Now);
        var isQueued = false;
        try
        {
            var (length, hash) = await spool.WriteAsync(id, $"POST imports {kind.Word()} {mode.Word()}\n", request.Body, ct);
            if (length == 0)
            {
                return Problems.Problems.Of(422, "import-empty", "The body is empty; it must be a CSV file.");
            }

            var key = requestKey is null ? null : new IdempotencyKey(requestKey, hash);
            if (key is not null && await keys.ClaimAsync(key, ct) is { } reused)
            {
                return Problems.Problems.Of(reused);
            }

            var actor = request.HttpContext.User.Identity?.Name ?? "anonymous";
            var import = await table.QueueAsync(id, kind, mode, actor, key, ct);
            isQueued = import.Id == id;
            bell.Ring();
            return Results.Accepted($"{request.PathBase}{request.Path.Value?.TrimEnd('/')}/{import.Id}", import);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Problems.Of(413, "import-too-large", "A file may have at most 2 GB; split it.");
        }
        finally
        {
            if (!isQueued)
            {
                spool.Delete(id);
            }
        }
    }
}
