using System.Globalization;

namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Short ways to write a customer down in a test.</summary>
internal static class OracleExample
{
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static OraclePosting Posting(string kind, decimal amount, string on, string? due = null) =>
        new($"{kind} {on}", kind, amount, Day(on), due is null ? null : Day(due));

    public static OracleCustomer With(params OraclePosting[] postings) => new() { Postings = postings };

    public static OracleFact<T> From<T>(string day, T value) => new(Day(day), value);

    /// <summary>A statistical year from its month-day ("04-01"), or the trailing year.</summary>
    public static OracleWindow Window(string? start) => start is null
        ? OracleWindow.Trailing
        : new OracleWindow(true, int.Parse(start[..2], CultureInfo.InvariantCulture), int.Parse(start[3..], CultureInfo.InvariantCulture));

    public static OracleMeasures Measured(OracleCustomer c, string day, string? start = null) =>
        Oracle.Measure(c, Day(day), Window(start));

    public static OracleRating Rated(OracleCustomer c, string day, string? start = null) =>
        Oracle.Rate(c, Day(day), Window(start));
}
