using System.Globalization;
using CsvHelper;
using Lifecycle.Grains;

namespace Lifecycle.Api.Imports.Csv;

/// <summary>
/// The cells of the current row, read as what they should be. Space around a cell does not count. Numbers and days look the
/// same in every country: <c>1234.50</c>, <c>2024-02-29</c>; truth is <c>true</c> or <c>false</c> in any case.
/// </summary>
internal sealed class Cells(CsvReader csv)
{
    // decimal.TryParse rounds what it cannot hold; up to this length it can hold everything.
    private const int LongestNumber = 28;

    /// <summary>The text of a cell; null when it is blank or there is no such column.</summary>
    public string? Text(int column) => column < 0 || csv.IsEmpty(column) || csv.GetString(column).Trim() is not { Length: > 0 } text ? null : text;

    /// <summary>Reads a number with a decimal point, without separators or exponent.</summary>
    public Refusal? Number(int column, string field, out decimal? value)
    {
        value = null;
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (text.Length > LongestNumber
            || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return new("number-invalid", $"{field} must be a number such as 1234.50, without separators.", field);
        }

        value = number;
        return null;
    }

    /// <summary>Reads a whole number.</summary>
    public Refusal? Whole(int column, string field, out int? value)
    {
        value = null;
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return new("number-invalid", $"{field} must be a whole number.", field);
        }

        value = number;
        return null;
    }

    /// <summary>Reads a day.</summary>
    public Refusal? Day(int column, string field, out DateOnly? value)
    {
        value = null;
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new("date-invalid", $"{field} must be a day such as 2024-02-29.", field);
        }

        value = day;
        return null;
    }

    /// <summary>Reads a yes or no.</summary>
    public Refusal? Truth(int column, string field, out bool? value)
    {
        value = null;
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (!bool.TryParse(text, out var truth))
        {
            return new("boolean-invalid", $"{field} must be true or false.", field);
        }

        value = truth;
        return null;
    }
}
