using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A date of the company's own, such as the day of its foundation: by the solar or the lunar calendar, every year or once.</summary>
/// <param name="Id">Kebab-case; names the templates, and its messages, so it must not be any other occasion's.</param>
/// <param name="Lunar">By the lunar calendar; never in a leap month, and day 30 of a month of 29 on day 29.</param>
/// <param name="Year">Once, in this year of its own calendar; null: every year, 29 February falling on 28 February in common years.</param>
public sealed record CompanyDate(string Id, Names Names, bool Lunar, int Month, int Day, int? Year = null)
{
    /// <summary>Longest id, in characters: it becomes part of file names.</summary>
    public const int IdLength = 40;

    /// <summary>The solar day in a year of the date's own calendar; null: not in that year, or outside of the years that are known.</summary>
    public DateOnly? On(int year) => Year is { } once && once != year ? null : Yearly.In(year);

    /// <summary>The days in a span, both ends included, with the year of the date's own calendar.</summary>
    public IEnumerable<(int Occurrence, DateOnly On)> Between(DateOnly from, DateOnly to) => YearlyDay.Between(On, from, to);

    private YearlyDay Yearly => Lunar ? new LunarDay(Month, Day) : new SolarDay(Month, Day);

    /// <summary>Says what is wrong with a date, or null.</summary>
    public static Refusal? Check(CompanyDate date)
    {
        if (!IsKebab(date.Id) || date.Id.Length > IdLength)
        {
            return new("company-date-id-invalid", $"id must be up to {IdLength} of a to z, 0 to 9 and single hyphens between them.", "id");
        }

        if (Festivals.Find(date.Id) is not null || Occasions.Own.Contains(date.Id))
        {
            return new("company-date-id-taken", $"'{date.Id}' is an occasion already.", "id");
        }

        return CheckName(date.Names.Chinese, "chinese") ?? CheckName(date.Names.English, "english") ?? CheckDay(date);
    }

    /// <summary>Says what is wrong with a list of dates, or null: each by itself, and no id twice.</summary>
    public static Refusal? Check(ImmutableArray<CompanyDate> dates)
    {
        var twice = dates.CountBy(date => date.Id, StringComparer.Ordinal).FirstOrDefault(count => count.Value > 1).Key;
        return dates.Select(Check).FirstOrDefault(refusal => refusal is not null)
            ?? (twice is null ? null : new("company-date-id-taken", $"'{twice}' is there twice.", "id"));
    }

    private static Refusal? CheckName(string? name, string field) =>
        name is null ? new("required", $"{field} is required.", field) : Text.Check(name, field);

    private static Refusal? CheckDay(CompanyDate date)
    {
        if (date.Month is < 1 or > 12)
        {
            return Invalid("The month must lie between 1 and 12.", "month");
        }

        // Years of which the lunar calendar knows both ends, for either calendar.
        if (date.Year is < 1901 or > 2100)
        {
            return Invalid("The year must lie between 1901 and 2100.", "year");
        }

        // A date that names its year is meant as it stands; one of every year may be 29 February, or day 30.
        var longest = !date.Lunar ? DateTime.DaysInMonth(date.Year ?? 2000, date.Month)
            : date.Year is { } year ? LunarCalendar.Length(year, date.Month, leapMonth: false)!.Value
            : 30;
        return date.Day >= 1 && date.Day <= longest ? null : Invalid($"The day must lie between 1 and {longest}.", "day");
    }

    private static Refusal Invalid(string message, string field) => new("company-date-invalid", message, field);

    private static bool IsKebab(string? id) =>
        !string.IsNullOrEmpty(id) && id.Split('-').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
}
