using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Api.Imports;

/// <summary>Takes a file in: on disk for good before it is acknowledged, and never in memory.</summary>
internal sealed class Upload(Spool spool, ImportTable table, ImportBell bell, IRequestKeys keys, IBusinessClock clock)
{
    /// <summary>The largest file.</summary>
    public const long LongestBody = 2L << 30;

    /// <summary>How many imports may wait for this silo: as many files stand in its data folder.</summary>
    internal const int MostWaiting = 48;

    private const string KeyHeader = "Idempotency-Key";

    private static readonly Refusal TooMany = new("too-many-imports", "As many imports as may wait are waiting; try again when one of them has ended.");

    /// <summary>Answers a POST.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, ImportKind kind, ImportMode mode, CancellationToken ct)
    {
        var requestKeys = http.Request.Headers[KeyHeader];
        var requestKey = requestKeys.Count == 1 ? requestKeys[0] : null;
        if (requestKeys.Count > 0 && Text.CheckId(requestKey, KeyHeader) is { } unfit)
        {
            return Problems.Problems.Of(unfit with { Code = "idempotency-key-invalid" });
        }

        // Before the body is read: it may be long. One that is too long is told so when it is read.
        if (http.Request.ContentLength is <= LongestBody and var announced && !spool.HasRoomFor(announced))
        {
            return Problems.Problems.Of(DiskFull.Refusal);
        }

        // A repetition adds nothing to those that wait.
        var isRepeated = requestKey is not null && await table.KnowsAsync(RequestKeys.Scoped(http, requestKey), ct);
        if (!isRepeated && await table.WaitingAsync(ct) >= MostWaiting)
        {
            return Problems.Problems.Of(TooMany);
        }

        var id = Guid.CreateVersion7(clock.Now);
        var mayBeQueued = false;
        try
        {
            // What is asked is part of the request: the same body as a check and for real are two.
            var (length, hash) = await spool.WriteAsync(id, $"{kind.Word()} {mode.Word()}\n", http.Request.Body, ct);
            if (length == 0)
            {
                return Problems.Problems.Of(new Refusal("import-empty", "The body is empty; it must be a CSV or XLSX file."));
            }

            var key = requestKey is null ? null : new IdempotencyKey(RequestKeys.Scoped(http, requestKey), hash);
            if (key is not null && await keys.ClaimAsync(key, ct) is { } reused)
            {
                return Problems.Problems.Of(reused);
            }

            // Once it is sent nobody's going away undoes it: the row may be there, and then the file is its.
            var import = await table.QueueAsync(id, kind, mode, http.Actor(), key, () => mayBeQueued = true, CancellationToken.None);
            mayBeQueued = import.Id == id;
            return Results.Accepted($"{http.Request.PathBase}{http.Request.Path.Value?.TrimEnd('/')}/{import.Id}", import);
        }
        catch (PostgresException e) when (mayBeQueued && e.InvariantSeverity == "ERROR")
        {
            mayBeQueued = false; // The server itself says that the row is not there.
            throw;
        }
        finally
        {
            // When nobody can say, because the connection broke, the file stays: the next start tells whether an import needs it.
            if (!mayBeQueued)
            {
                spool.Delete(id);
            }

            bell.Ring();
        }
    }
}
