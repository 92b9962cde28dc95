using System.Globalization;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Alerts;

/// <summary>A place in the event stream: the history it belongs to and the number of the last entry seen.</summary>
internal readonly record struct EventId(string Epoch, long Number)
{
    private const string Header = "Last-Event-ID";
    private const string Parameter = "lastEventId";

    /// <summary>What the client saw last, or null. A browser that reconnects repeats its first address, so the header wins.</summary>
    public static EventId? Of(HttpRequest request) =>
        request.Headers[Header] is { Count: > 0 } header && header[0] is { Length: > 0 } text
            ? Parse(text)
            : request.Text(Parameter) is { Length: > 0 } given ? Parse(given) : null;

    public override string ToString() => $"{Epoch}-{Number}";

    private static EventId Parse(string text) =>
        text.Split('-') is [{ Length: 8 } epoch, var digits]
            && epoch.All(char.IsAsciiHexDigitLower)
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(epoch, number)
            : throw new RefusedException(new("invalid-last-event-id", $"{Header} is not an id of this stream.", Parameter));
}
