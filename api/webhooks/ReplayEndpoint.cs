using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Webhooks;

/// <summary>The answer to a replay.</summary>
/// <param name="Status"><c>accepted</c>, or <c>duplicate</c> when the message was waiting to be sent already.</param>
public sealed record ReplayAnswer(string Status, string MessageKey);

/// <summary>Messages tried again by hand.</summary>
public static class ReplayEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapReplay(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/webhooks/deliveries/{key}/replay", Replay)
            .Produces<ReplayAnswer>()
            .WithSummary("Has a message that failed, or of which nobody knows, sent again. The gateway knows it by its key and takes it once.");

    private static async Task<IResult> Replay(HttpContext http, IReplays replays, IRequestKeys keys, IBusinessClock clock, CancellationToken ct)
    {
        var key = http.Segment(2, "key");
        if (RequestKeys.Of(http) is { } request && await keys.ClaimAsync(request, ct) is { } reused)
        {
            return Problems.Problems.Of(reused);
        }

        var verdict = await replays.Replay(key, clock.Now, ct);
        return verdict.Refusal is { } refusal ? Problems.Problems.Of(refusal) : Results.Ok(new ReplayAnswer(verdict.Status.Word(), key));
    }
}
