using System.Diagnostics;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lifecycle.Api.Problems;

/// <summary>The one place where refusals become RFC 9457 problems.</summary>
public static class Problems
{
    private const string RetryAfterSeconds = "1";

    /// <summary>A refusal with the status that its code stands for.</summary>
    public static IResult Of(Refusal refusal) => new ProblemAnswer(StatusOf(refusal.Code), refusal);

    /// <summary>A problem with a status of its own.</summary>
    public static IResult Of(int status, string code, string message, string? field = null) =>
        new ProblemAnswer(status, new Refusal(code, message, field));

    /// <summary>A refusal for several reasons, each with a JSON pointer to its place.</summary>
    public static IResult Of(Refusal refusal, ILookup<string, string> errors) => new ProblemAnswer(StatusOf(refusal.Code), refusal, errors);

    /// <summary>The refusal of a document, with every fault at its place.</summary>
    public static IResult Of(Refusal refusal, IEnumerable<DocumentFault> faults) =>
        Of(refusal, faults.ToLookup(fault => fault.Pointer, fault => fault.Message, StringComparer.Ordinal));

    /// <summary>The problem document of a refusal.</summary>
    public static ProblemDetails Document(HttpContext http, int status, Refusal refusal)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = refusal.Message,
            Extensions =
            {
                ["code"] = refusal.Code,
                ["traceId"] = TraceId(http),
            },
        };
        if (refusal.Field is { } field)
        {
            problem.Extensions["errors"] = new Dictionary<string, string[]> { ["/" + field.TrimStart('/')] = [refusal.Message] };
        }

        return problem;
    }

    /// <summary>What a problem and the log of its request have in common.</summary>
    public static string TraceId(HttpContext http) => Activity.Current?.Id ?? http.TraceIdentifier;

    private static int StatusOf(string code) => code switch
    {
        // What a body refers to, such as a contact, is another matter: 422.
        "customer-not-found" or "posting-not-found" or "policy-not-found" or "import-not-found" or "run-not-found" or "job-not-found"
            or "alert-not-found" or "user-not-found" or "simulation-not-found" or "mover-not-found" or "scorecard-not-found"
            or "prospect-not-found" or "proposal-not-found" or "message-not-found" or "complaint-not-found" or "task-not-found"
            or "budget-not-found" or "template-not-found" or "quarantine-not-found"
            or "occasion-not-found" or "campaign-not-found" or "rehearsal-not-found" => StatusCodes.Status404NotFound,
        "posting-conflict" or "import-finished" or "import-ending" or "import-too-old" or "run-finished" or "alert-closed" or "policy-published" or "policy-superseded"
            or "scorecard-published" or "scorecard-superseded" or "prospect-is-customer" or "proposal-decided" or "proposal-moved"
            or "message-not-failed" or "message-expired" or "quarantine-kept"
            or "complaint-not-open" or "complaint-not-solved" or "complaint-closed" or "too-many-complaints" or "task-done" or "task-cancelled"
            or "campaign-launched" or "campaign-not-rehearsed" or "campaign-not-approved" or "campaign-not-running" or "campaign-over"
            or "campaign-not-planned" or "campaign-rehearsing" or "campaign-template-changed" or "template-in-use"
            => StatusCodes.Status409Conflict,
        "version-mismatch" => StatusCodes.Status412PreconditionFailed,
        "invalid-json" or "invalid-value" or "invalid-parameter" or "invalid-cursor" or "invalid-sort" or "invalid-limit"
            or "invalid-path" or "invalid-header" or "invalid-last-event-id"
            => StatusCodes.Status400BadRequest,
        "overloaded" or "database-unavailable" or "contention" or "outcome-unknown" or "customer-quarantined" or "stopping" or "delivery-deferred" or "disk-full"
            => StatusCodes.Status503ServiceUnavailable,
        "too-many-imports" => StatusCodes.Status429TooManyRequests,
        "precondition-required" => StatusCodes.Status428PreconditionRequired,
        "four-eyes-required" or "approver-required" or "role-admin-required" => StatusCodes.Status403Forbidden,
        "body-too-large" => StatusCodes.Status413PayloadTooLarge,
        "unsupported-media-type" => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private sealed class ProblemAnswer(int status, Refusal refusal, ILookup<string, string>? errors = null) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            {
                httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            }

            var document = Document(httpContext, status, refusal);
            if (errors is not null)
            {
                document.Extensions["errors"] = errors.ToDictionary(e => e.Key, e => e.ToArray(), StringComparer.Ordinal);
            }

            return httpContext.Response.WriteAsJsonAsync(
                document, options: null, contentType: "application/problem+json", httpContext.RequestAborted);
        }
    }
}
