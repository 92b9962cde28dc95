using System.Net;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>An event as the stream carries it; without data it only moves the place.</summary>
internal sealed record StreamEvent(string Id, string? Event, JsonElement? Data)
{
    public string Customer => Data!.Value.GetProperty("customerId").GetString()!;

    public string Kind => Data!.Value.GetProperty("kind").GetString()!;

    public string Alert => Data!.Value.GetProperty("id").GetString()!;

    public override string ToString() => $"{Event} {Kind} {Customer}";
}

/// <summary>A client of the event stream, which knows the last id it saw, as browsers do.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private EventStream(HttpResponseMessage response, StreamReader reader) => (this.response, this.reader) = (response, reader);

    /// <summary>The id to resume with.</summary>
    public string LastId { get; private set; } = "";

    /// <summary>Comment lines seen so far.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>Connects and waits for the first line, which names the place.</summary>
    public static Task<EventStream> OpenAsync(SiloProcess silo, string query = "", string? lastId = null) => OpenAsync(silo.Client, query, lastId);

    /// <summary>The same by the hands of a client.</summary>
    public static async Task<EventStream> OpenAsync(HttpClient client, string query, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alerts/stream" + query);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var stream = new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        Assert.Null((await stream.NextBlockAsync())!.Data);
        return stream;
    }

    /// <summary>The next event with data, or null when the stream has ended.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        while (await NextBlockAsync() is { } block)
        {
            if (block.Data is not null)
            {
                return block;
            }
        }

        return null;
    }

    public async Task<List<StreamEvent>> TakeAsync(int count)
    {
        var taken = new List<StreamEvent>();
        while (taken.Count < count)
        {
            taken.Add(await NextAsync() ?? throw new InvalidOperationException($"The stream ended after {taken.Count} events."));
        }

        return taken;
    }

    /// <summary>The next block of lines, with data or without.</summary>
    public async Task<StreamEvent?> NextBlockAsync()
    {
        var (name, data) = ((string?)null, (JsonElement?)null);
        while (await ReadLineAsync() is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case [""] when line.Length == 0:
                    return new(LastId, name, data);
                case ["", var comment]:
                    Comments.Add(comment);
                    break;
                case ["id", var id]:
                    LastId = id;
                    break;
                case ["event", var e]:
                    name = e;
                    break;
                case ["data", var json]:
                    data = JsonDocument.Parse(json).RootElement;
                    break;
                default:
                    throw new InvalidOperationException($"No line of a stream: {line}");
            }
        }

        return null;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await reader.ReadLineAsync().WaitAsync(Machine.Guard);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
