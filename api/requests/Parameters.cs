using System.Globalization;
using Lifecycle.Api.Problems;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Requests;

/// <summary>Reading query parameters; what cannot be read ends the request with a 4xx problem.</summary>
public static class Parameters
{
    /// <summary>A day of the query, or the given one. A day in the future is refused.</summary>
    public static DateOnly PastDay(this HttpRequest request, string name, DateOnly today, DateOnly? otherwise = null)
    {
        var day = request.Day(name) ?? otherwise ?? today;
        if (day > today)
        {
            throw new RefusedException(new("date-in-future", $"{name} lies after the business day {today:yyyy-MM-dd}.", name));
        }

        return day;
    }

    /// <summary>A day of the query, or null.</summary>
    public static DateOnly? Day(this HttpRequest request, string name)
    {
        if (request.Text(name) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            throw new RefusedException(new("invalid-parameter", $"{name} must be a day such as 2026-01-31.", name));
        }

        return day < Days.Earliest || day > Days.Latest
            ? throw new RefusedException(new("date-out-of-range", $"{name} must lie between {Days.Earliest:yyyy-MM-dd} and {Days.Latest:yyyy-MM-dd}.", name))
            : day;
    }

    /// <summary>A whole number of the query, or null.</summary>
    public static int? Number(this HttpRequest request, string name)
    {
        if (request.Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RefusedException(new("invalid-parameter", $"{name} must be a whole number.", name));
    }

    /// <summary>A flag of the query; absent means false.</summary>
    public static bool Flag(this HttpRequest request, string name) => request.Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw new RefusedException(new("invalid-parameter", $"{name} must be true or false.", name)),
    };

    /// <summary>One of some words of the query; absent means the first.</summary>
    public static string Word(this HttpRequest request, string name, params ReadOnlySpan<string> words)
    {
        var text = request.Text(name) ?? words[0];
        return words.Contains(text)
            ? text
            : throw new RefusedException(new("invalid-parameter", $"{name} must be one of {string.Join(", ", words.ToArray())}.", name));
    }

    /// <summary>Text of the query, bounded and storable, or null.</summary>
    public static string? Text(this HttpRequest request, string name, int longest = Grains.Text.NoteLength)
    {
        var values = request.Query[name];
        if (values.Count == 0)
        {
            return null;
        }

        var text = values.Count == 1 ? values[0]! : throw new RefusedException(new("invalid-parameter", $"{name} is given more than once.", name));
        return Grains.Text.CheckNote(text, name, longest) is null
            ? text
            : throw new RefusedException(new("invalid-parameter", $"{name} is too long or holds characters that cannot be.", name));
    }
}
