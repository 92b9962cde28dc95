using System.Text.Json;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Api.Problems;

/// <summary>Makes a problem of whatever was thrown: bad requests, an unreachable database, and at the very end bugs.</summary>
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

        await Answer(exception).ExecuteAsync(httpContext);
        return true;
    }

    private IResult Answer(Exception exception)
    {
        switch (exception)
        {
            case RefusedException e:
                return Problems.Of(e.Refusal);
            case BadHttpRequestException { InnerException: JsonException e }:
                return Problems.Of(OfJson(e));
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", "The request body is too large.");
            case BadHttpRequestException e:
                return Problems.Of(e.StatusCode, "invalid-request", "The request cannot be read: " + e.Message);
            case PostgresException { SqlState: ['5', '3' or '7', ..] }:
            case NpgsqlException { InnerException: IOException or TimeoutException or System.Net.Sockets.SocketException }:
            case NpgsqlException { IsTransient: true } and not PostgresException:
                DatabaseGone(log, exception.Message);
                return Problems.Of(new Refusal("database-unavailable", "The database cannot be reached; try again shortly."));
            default:
                Bug(log, exception);
                return Problems.Of(StatusCodes.Status500InternalServerError, "internal-error", "Something broke here; the log knows it by the traceId.");
        }
    }

    /// <summary>Tells broken JSON from JSON with a value that cannot be.</summary>
    public static Refusal OfJson(JsonException e)
    {
        var pointer = (e.Path ?? "$").Replace("$", "", StringComparison.Ordinal).Replace('.', '/').Replace("[", "/", StringComparison.Ordinal)
            .Replace("]", "", StringComparison.Ordinal).TrimStart('/');
        return e.Message.Contains("could not be converted", StringComparison.Ordinal) || e.Message.Contains("could not be mapped", StringComparison.Ordinal)
                || e.Message.Contains("missing required", StringComparison.Ordinal)
            ? new("invalid-value", "This value is missing, unknown, or not what belongs here.", pointer.Length > 0 ? pointer : null)
            : new("invalid-json", "The body is not valid JSON in UTF-8.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be reached: {Reason}")]
    private static partial void DatabaseGone(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed by a bug")]
    private static partial void Bug(ILogger log, Exception exception);
}

/// <summary>Ends a request with a refusal from deep inside reading its parameters.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
