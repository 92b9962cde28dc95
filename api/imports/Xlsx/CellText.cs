using System.Globalization;

namespace Lifecycle.Api.Imports.Xlsx;

/// <summary>The value of a spreadsheet's cell as the text that a CSV file has for it.</summary>
internal static class CellText
{
    /// <summary>
    /// Days as ISO dates; numbers with the 15 digits that a spreadsheet keeps and shows, so that 0.1 + 0.2 is 0.3; a line
    /// break within a cell as a space, so that a line of the file is a row of the sheet.
    /// </summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e27 => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        string text => text.ReplaceLineEndings(" "),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>As a cell of a CSV record.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"") || (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
