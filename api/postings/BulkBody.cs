using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Postings;

/// <summary>Cuts the body of a bulk request into its items, as JSON or NDJSON, without looking into them.</summary>
internal static class BulkBody
{
    // A posting has less than 2 KB. Without a bound, looking for the end of an endless line would cost its square.
    private const int LongestLine = 64 * 1024;

    /// <summary>The JSON text of each item.</summary>
    public static async Task<List<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, int most)
    {
        var items = request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) == true
            ? await ReadLinesAsync(request, most)
            : request.HasJsonContentType() ? await ReadDocumentAsync(request, most) : throw new RefusedException(Bodies.NotJson);
        return items.Count <= most
            ? items
            : throw new RefusedException(new("too-many-items", $"A request carries at most {most} postings.", "items"));
    }

    private static async Task<List<ReadOnlyMemory<byte>>> ReadDocumentAsync(HttpRequest request, int most)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 8 }, request.HttpContext.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.EnumerateObject().ToArray() is [var only]
                && JsonMarshal.GetRawUtf8PropertyName(only).SequenceEqual("items"u8)
                && only.Value.ValueKind == JsonValueKind.Array
                ? [.. only.Value.EnumerateArray().Take(most + 1).Select(item => new ReadOnlyMemory<byte>(JsonMarshal.GetRawUtf8Value(item).ToArray()))]
                : throw new RefusedException(new("invalid-value", "The body is an object with a list of items, and nothing else.", "items"));
        }
        catch (JsonException e)
        {
            throw new RefusedException(JsonFailures.Of(e));
        }
    }

    private static async Task<List<ReadOnlyMemory<byte>>> ReadLinesAsync(HttpRequest request, int most)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            var buffer = read.Buffer;
            var fits = true;
            while (fits && buffer.PositionOf((byte)'\n') is { } end)
            {
                fits = TryAdd(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            fits = fits && (read.IsCompleted ? TryAdd(buffer) : buffer.Length <= LongestLine);
            if (fits && !read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            // Said to be read, whatever comes of it: a body that is not cannot be drained, and the server hangs up on its
            // client, whose next request on the same connection dies.
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return fits ? lines : throw new RefusedException(new("invalid-json", $"A line has at most {LongestLine} bytes."));
        }

        bool TryAdd(ReadOnlySequence<byte> line)
        {
            var bytes = line.Length > LongestLine ? null : line.ToArray();
            if (bytes is not null && lines.Count <= most && !string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(bytes)))
            {
                lines.Add(bytes);
            }

            return bytes is not null;
        }
    }
}
