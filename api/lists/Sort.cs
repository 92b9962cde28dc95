using System.Globalization;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Lifecycle.Api.Lists;

/// <summary>A column that a list can be sorted by.</summary>
/// <param name="Expression">SQL, never null.</param>
/// <param name="Type">The type that a cursor's text is cast back to: text, smallint, int, bigint, date or timestamptz.</param>
public sealed record SortColumn(string Expression, string Type)
{
    /// <summary>Whether a cursor's text can be cast back at all: cursors come from outside.</summary>
    public bool Takes(string value) => Type switch
    {
        "text" => Text.CheckNote(value, "after") is null,
        "smallint" => short.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "int" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "bigint" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "date" => value == "infinity" || DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "timestamptz" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new InvalidOperationException($"No cursor over {Type}."),
    };
}

/// <summary>An order of a list, always total: the key comes last.</summary>
public sealed class Sort
{
    private const int MostFields = 4;

    private readonly List<(SortColumn Column, bool Descending)> fields;

    private Sort(string text, List<(SortColumn, bool)> fields) => (Text, this.fields) = (text, fields);

    /// <summary>The order as it was asked for: part of the cursor, so that a cursor of another order is refused.</summary>
    public string Text { get; }

    /// <summary>For ORDER BY.</summary>
    public string OrderBy => string.Join(", ", fields.Select(f => f.Column.Expression + (f.Descending ? " DESC" : "")));

    /// <summary>The sort values of a row as one array of text, for its cursor.</summary>
    public string CursorColumns => $"ARRAY[{string.Join(", ", fields.Select(f => $"({f.Column.Expression})::text"))}]";

    /// <summary>Reads <c>sort=-receivable,name</c>.</summary>
    /// <param name="otherwise">The order where none is asked for; null: by the key.</param>
    public static Sort Of(HttpRequest request, SortColumns columns, string? otherwise)
    {
        var text = request.Text("sort") ?? otherwise ?? columns.KeyOrder;
        var fields = new List<(SortColumn, bool)>();
        foreach (var word in text.Split(','))
        {
            var descending = word.StartsWith('-');
            if (columns.Find(descending ? word[1..] : word) is not { } column || fields.Count == MostFields)
            {
                throw new RefusedException(new("invalid-sort", $"sort takes up to {MostFields} of {string.Join(", ", columns.Names)}, each perhaps with a minus.", "sort"));
            }

            fields.Add((column, descending));
        }

        // An order that only descends goes on doing so: an index gives it as a whole, backwards. What is in it is in it already.
        var descends = fields.TrueForAll(f => f.Item2);
        fields.AddRange(columns.Key.Where(column => fields.TrueForAll(f => f.Item1 != column)).Select(column => (column, descends)).ToList());
        return new(text, fields);
    }

    /// <summary>The condition for rows after a cursor, beginning with AND; empty without one.</summary>
    public string After(Cursor? cursor, NpgsqlCommand command)
    {
        if (cursor is null)
        {
            return "";
        }

        if (cursor.Values.Length != fields.Count || fields.Zip(cursor.Values).Any(f => !f.First.Column.Takes(f.Second)))
        {
            throw Cursor.Invalid;
        }

        var values = fields.Zip(cursor.Values, (field, text) =>
        {
            command.Parameters.Add(new NpgsqlParameter { Value = text });
            return $"${command.Parameters.Count}::text::{field.Column.Type}";
        }).ToArray();

        // One direction: rows compare as a whole, and an index finds where the page begins.
        if (fields.TrueForAll(f => f.Descending == fields[0].Descending))
        {
            var columns = string.Join(", ", fields.Select(f => f.Column.Expression));
            return $" AND ({columns}) {(fields[0].Descending ? '<' : '>')} ({string.Join(", ", values)})";
        }

        // Else (a > x) OR (a = x AND b < y) OR …
        var (equal, alternatives) = ("", new List<string>());
        for (var i = 0; i < fields.Count; i++)
        {
            alternatives.Add($"({equal}{fields[i].Column.Expression} {(fields[i].Descending ? '<' : '>')} {values[i]})");
            equal += $"{fields[i].Column.Expression} = {values[i]} AND ";
        }

        return $" AND ({string.Join(" OR ", alternatives)})";
    }
}
