using System.Text.Json.Serialization;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Lists;

/// <summary>A page of a list.</summary>
/// <param name="Next">Where the next page begins, or null on the last.</param>
/// <param name="Total">How many there are in all, when asked with <c>count=true</c>.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items, string? Next, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total = null)
{
    /// <summary>A page from one row more than was asked for, each with the sort values of its cursor.</summary>
    public static Page<T> Of(List<(string[] Sort, T Item)> rows, int limit, string list, long? total = null)
    {
        var next = rows.Count > limit ? new Cursor(list, rows[limit - 1].Sort).Encode() : null;
        return new([.. rows.Take(limit).Select(row => row.Item)], next, total);
    }
}

/// <summary>The part of a list that a request asks for.</summary>
public sealed record PageRequest(int Limit, Cursor? After)
{
    private const int Default = 50;
    private const int Most = 500;

    /// <summary>Reads <c>limit</c> and <c>after</c>.</summary>
    /// <param name="list">Names the list and its order: a cursor of another is refused.</param>
    public static PageRequest Of(HttpRequest request, string list)
    {
        var limit = request.Number("limit") ?? Default;
        if (limit is < 1 or > Most)
        {
            throw new RefusedException(new("invalid-limit", $"limit must lie between 1 and {Most}.", "limit"));
        }

        return new(limit, request.Text("after", Cursor.Longest) is { } after ? Cursor.Decode(after, list) : null);
    }
}
