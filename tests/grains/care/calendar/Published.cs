using System.Runtime.CompilerServices;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>Published tables beside the tests, their sources named in the files: one row a line, values separated by spaces.</summary>
internal static class Published
{
    /// <summary>The lunar years of the Hong Kong Observatory: first day, leap month (0: none), lengths of the months.</summary>
    public static IEnumerable<(int Year, DateOnly NewYear, int Leap, string Months)> LunarYears =>
        Rows("lunar-years.txt").Select(row => (int.Parse(row[0]), DateOnly.Parse($"{row[0]}-{row[1]}"), int.Parse(row[2]), row[3]));

    /// <summary>The days of the 24 solar terms of the Hong Kong Observatory.</summary>
    public static IEnumerable<(int Year, DateOnly[] Terms)> SolarTerms =>
        Rows("solar-terms.txt").Select(row => (int.Parse(row[0]), row[1..].Select((day, i) => new DateOnly(int.Parse(row[0]), 1 + (i / 2), int.Parse(day))).ToArray()));

    private static IEnumerable<string[]> Rows(string name, [CallerFilePath] string caller = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(caller)!, name)).Where(line => line[0] != '#').Select(line => line.Split(' '));
}
