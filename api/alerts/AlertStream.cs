using System.Text;
using System.Text.Json;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Lifecycle.Api.Alerts;

/// <summary>
/// Changes of alerts as server-sent events: each exactly once and in order, also after a dropped connection and on
/// another silo. A client that reads slowly holds nothing but its place: what it did not read yet stays in the feed.
/// </summary>
public static class AlertStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Maps the endpoint.</summary>
    public static void MapAlertStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/alerts/stream", Stream)
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .RequireRateLimiting(RateLimit.Endless)
            .WithQuery(
                new("manager", "Only what this manager has, what was escalated to them, and what they have just lost of either; empty: what nobody has."),
                new("lastEventId", "The id seen last, for clients that cannot send the header Last-Event-ID; the header wins."))
            .WithSummary("Changes of alerts as server-sent events, resumable with Last-Event-ID.");

    private static async Task<IResult> Stream(HttpContext http, IAlertFeed feed, IHostApplicationLifetime host, TimeProvider time)
    {
        var seen = EventId.Of(http.Request);
        var manager = http.Request.Text("manager");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        try
        {
            var state = seen is null ? await feed.Now(ends.Token) : await feed.State(ends.Token);
            if (seen is { } id && id.Epoch == state.Epoch && id.Number > state.Last)
            {
                // Another silo may have been faster. What it told was committed by then, so it is in the feed from now on.
                state = await feed.Now(ends.Token);
            }

            if (seen is { } place && (place.Epoch != state.Epoch || place.Number > state.Last))
            {
                return Problems.Problems.Of(
                    StatusCodes.Status410Gone, "stream-restarted", "The database was restored since: read the list anew and begin without Last-Event-ID.");
            }

            Begin(http.Response);
            await WriteAsync(http.Response, feed, seen ?? new(state.Epoch, state.Last), manager, time, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client went away, or the silo stops: the stream just ends, to be resumed elsewhere.
        }

        return Results.Empty;
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    private static async Task WriteAsync(
        HttpResponse response, IAlertFeed feed, EventId at, string? manager, TimeProvider time, CancellationToken ct)
    {
        // An id without data moves the client's place and shows it nothing: so it can resume from before its first event.
        await SendAsync(response, $": alerts\nid: {at}\n\n", ct);
        var sent = time.GetTimestamp();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var state = await feed.State(ct);
            if (state.Epoch != at.Epoch)
            {
                return;
            }

            var page = await feed.Read(state, at.Number, ct);
            at = at with { Number = page.Count > 0 ? page[^1].Number : Math.Max(at.Number, state.Last) };

            // The heart beats by what the client got, not by what the feed does: others may be told all the time.
            var (text, left) = (Text(page, at.Epoch, manager), Heartbeat - time.GetElapsedTime(sent));
            if (text.Length > 0 || left <= TimeSpan.Zero)
            {
                await SendAsync(response, text.Length > 0 ? text : $": alive\nid: {at}\n\n", ct);
                sent = time.GetTimestamp();
            }
            else if (page.Count == 0)
            {
                await state.Moved.WaitAsync(left, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static string Text(IReadOnlyList<AlertFeedEntry> page, string epoch, string? manager)
    {
        var text = new StringBuilder();
        foreach (var entry in page)
        {
            var row = AlertRow.Read(entry.Snapshot);
            if (manager is null || Concerns(manager, row, entry))
            {
                text.Append($"id: {new EventId(epoch, entry.Number)}\nevent: {entry.Change}\ndata: ")
                    .Append(JsonSerializer.Serialize(row.ToItem(entry.CustomerName, entry.Rating), JsonBodies.Options)).Append("\n\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Who loses an alert, to another manager or because an escalation ends, is told as well: it leaves their list.</summary>
    private static bool Concerns(string manager, AlertRow row, AlertFeedEntry entry) =>
        manager == (row.Manager ?? "") || manager == (entry.FormerManager ?? "")
        || manager == row.EscalatedTo || manager == entry.FormerSuperior;

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}
