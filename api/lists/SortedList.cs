using Lifecycle.Api.Requests;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>Where the rows of a list come from, and what an item is made of.</summary>
/// <param name="Columns">What <paramref name="Read"/> reads.</param>
/// <param name="From">SQL after FROM.</param>
internal sealed record ListQuery<T>(string Columns, string From, Func<NpgsqlDataReader, T> Read)
{
    /// <summary>How many there are: SQL between SELECT and WHERE; null: the list does not tell.</summary>
    public string? Counted { get; init; }
}

/// <summary>A list as a request asks for it: its order, the page, and perhaps how many there are.</summary>
internal sealed class SortedList
{
    private readonly HttpRequest request;
    private readonly Sort sort;
    private readonly string name;
    private readonly PageRequest page;

    private SortedList(HttpRequest request, Sort sort, string name) =>
        (this.request, this.sort, this.name, page) = (request, sort, name, PageRequest.Of(request, name));

    /// <summary>Reads <c>sort</c>, <c>limit</c> and <c>after</c>.</summary>
    /// <param name="name">Of the list: with the order it names what a cursor belongs to.</param>
    /// <param name="otherwise">The order where none is asked for; null: by the key.</param>
    public static SortedList Of(HttpRequest request, string name, SortColumns columns, string? otherwise = null)
    {
        var sort = Sort.Of(request, columns, otherwise);
        return new(request, sort, $"{name}:{sort.Text}");
    }

    /// <summary>The page.</summary>
    /// <param name="command">With the parameters of <paramref name="where"/>; it becomes the page's own statement.</param>
    public async Task<IResult> AnswerAsync<T>(ListQuery<T> query, NpgsqlDataSource database, NpgsqlCommand command, string where, CancellationToken ct)
    {
        var total = query.Counted is { } counted && request.Flag("count")
            ? await Count.OfAsync(database, $"SELECT {counted} WHERE {where}", command, ct)
            : (long?)null;

        command.CommandText = $"""
            SELECT {query.Columns}, {sort.CursorColumns}
            FROM {query.From}
            WHERE {where}{sort.After(page.After, command)}
            ORDER BY {sort.OrderBy} LIMIT {page.Limit + 1}
            """;
        var rows = new List<(string[] Sort, T Item)>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            rows.Add((row.GetFieldValue<string[]>(row.FieldCount - 1), query.Read(row)));
        }

        return Results.Ok(Page<T>.Of(InOrder(rows), page.Limit, name, total));
    }

    // A page that began between two of them would miss the second: better no list than one that lacks rows.
    private List<(string[] Sort, T Item)> InOrder<T>(List<(string[] Sort, T Item)> rows) =>
        rows.Zip(rows.Skip(1)).Any(pair => pair.First.Sort.AsSpan().SequenceEqual(pair.Second.Sort))
            ? throw new InvalidOperationException($"The key of {name} is the same in two rows.")
            : rows;
}
