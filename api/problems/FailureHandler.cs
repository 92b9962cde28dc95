using System.Text.Json;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Api.Problems;

/// <summary>Makes a problem of whatever was thrown: bad requests, an unreachable database, a full disk, and at the very end bugs.</summary>
public sealed partial class FailureHandler(ILogger<FailureHandler> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await Answer(exception, Problems.TraceId(httpContext)).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Answer(Exception exception, string traceId)
    {
        switch (exception)
        {
            case UnreadableStateException:
                return Problems.Of(Customer.Quarantined);
            case RefusedException e:
                return Problems.Of(e.Refusal);
            case BadHttpRequestException { InnerException: JsonException e }:
                return Problems.Of(JsonFailures.Of(e));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(Bodies.TooLarge);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return Problems.Of(Bodies.NotJson);
            case BadHttpRequestException e:
                return Problems.Of(e.StatusCode, "invalid-request", "The body is missing, or the request cannot be read.");
            case IOException e when DiskFull.Is(e):
                NoRoom(log, exception.Message);
                return Problems.Of(DiskFull.Refusal);
            case PostgresException { SqlState: ['5', '3' or '7' or '8', ..] or "25006" }:
            case NpgsqlException { InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException }:
            case NpgsqlException { IsTransient: true } and not PostgresException:
                DatabaseGone(log, exception.Message);
                return Problems.Of(new Refusal("database-unavailable", "The database cannot be reached; try again shortly."));
            default:
                Bug(log, exception, traceId);
                return Problems.Of(StatusCodes.Status500InternalServerError, "internal-error", "Something broke here; the log knows it by the traceId.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be reached: {Reason}")]
    private static partial void DatabaseGone(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request was refused for want of room on the disk: {Reason}")]
    private static partial void NoRoom(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed by a bug, traceId {TraceId}")]
    private static partial void Bug(ILogger log, Exception exception, string traceId);
}

/// <summary>Ends a request with a refusal from deep inside reading its parameters.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
