using System.Text;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lifecycle.Api.Requests;

/// <summary>Reads ids out of the path exactly as the client wrote them.</summary>
public static class Paths
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// A segment of the path. The server leaves an escaped slash in route values as it is (so <c>%2F</c> and
    /// <c>%252F</c> would look alike), and keys of other systems do hold slashes: hence the raw target is read.
    /// </summary>
    /// <param name="index">Counted after <c>/api/v1/</c>.</param>
    public static string Segment(this HttpContext http, int index, string name)
    {
        var segments = Split(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

        // The server resolves dot segments before routing; then positions in the raw target mean something else.
        var routed = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
        if (segments.Length != routed || Decode(segments[2 + index]) is not { } text)
        {
            throw new RefusedException(new("invalid-path", "The path holds dot segments or escapes that are no UTF-8."));
        }

        return Text.CheckId(text, name) is { } refusal ? throw new RefusedException(refusal) : text;
    }

    private static string[] Split(string target)
    {
        var path = target.Split('?', 2)[0];
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            // A proxy's form of the request line: scheme and host come before the path.
            path = path.IndexOf('/', scheme + 3) is > 0 and var start ? path[start..] : "";
        }

        return path.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Decode(string segment)
    {
        var bytes = new byte[segment.Length];
        var count = 0;
        for (var i = 0; i < segment.Length;)
        {
            if (segment[i] != '%' && char.IsAscii(segment[i]))
            {
                bytes[count++] = (byte)segment[i++];
            }
            else if (segment[i] == '%' && i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2]))
            {
                bytes[count++] = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
                i += 3;
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
