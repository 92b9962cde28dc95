using System.Globalization;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>What a change requires of the resource: <c>If-Match</c>, and <c>If-None-Match: *</c> for creating only.</summary>
public static class Preconditions
{
    /// <summary>The refusal when it is not so.</summary>
    public static Refusal Failed { get; } = new("version-mismatch", "The resource is not in the state that If-Match or If-None-Match names.");

    /// <summary>The refusal where nobody may decide unseen.</summary>
    public static Refusal Required { get; } = new("precondition-required", "Say with If-Match what you have seen: nobody decides this unseen.");

    /// <summary>The version that the client has seen (0: none; null: any), and whether it must exist in any version.</summary>
    public static (long? Expected, bool MustExist) Of(HttpRequest request)
    {
        var (match, noneMatch) = (request.Headers.IfMatch.ToString().Trim(), request.Headers.IfNoneMatch.ToString().Trim());
        return (match, noneMatch) switch
        {
            ("", "") => (null, false),
            ("*", "") => (null, true),
            ("", "*") => (0, false),
            ("", _) => throw new RefusedException(new("invalid-header", "If-None-Match must be * here.", "If-None-Match")),
            (_, "") when match.Length > 2 && match[0] == '"' && match[^1] == '"' => (VersionOf(match[1..^1]), false),
            _ => throw new RefusedException(new("invalid-header", "If-Match must be one ETag as it was given, in quotes, or *.", "If-Match")),
        };
    }

    // An ETag that was never given matches nothing.
    private static long VersionOf(string tag) =>
        long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : throw new RefusedException(Failed);
}
