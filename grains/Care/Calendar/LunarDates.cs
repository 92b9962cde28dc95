namespace Lifecycle.Grains;

/// <summary>Lunar dates as people write them.</summary>
public static class LunarDates
{
    private const string Digits = "一二三四五六七八九十";

    /// <summary>
    /// A day by the lunar calendar, without its year: <c>农历八月十五</c>, <c>农历闰四月初一</c>, <c>农历腊月三十</c>;
    /// <c>15th day of the 8th lunar month</c>, <c>1st day of the leap 4th lunar month</c>. Null outside of the years that
    /// <see cref="LunarCalendar"/> knows.
    /// </summary>
    /// <param name="language">A language tag: English for English of any country, else Chinese.</param>
    public static string? Format(DateOnly day, string? language) =>
        LunarCalendar.Of(day) is not { } lunar ? null : Names.IsEnglish(language) ? English(lunar) : Chinese(lunar);

    private static string Chinese(LunarDate on) => $"农历{(on.IsLeapMonth ? "闰" : "")}{ChineseMonth(on.Month)}月{ChineseDay(on.Day)}";

    private static string English(LunarDate on) => $"{Ordinal(on.Day)} day of the {(on.IsLeapMonth ? "leap " : "")}{Ordinal(on.Month)} lunar month";

    // As calendars and CLDR have it: 正 and 腊 for the first and the last month, numbers for the others.
    private static string ChineseMonth(int month) => month switch
    {
        1 => "正",
        11 => "十一",
        12 => "腊",
        _ => Digits[month - 1].ToString(),
    };

    private static string ChineseDay(int day) => day switch
    {
        <= 10 => $"初{Digits[day - 1]}",
        < 20 => $"十{Digits[day - 11]}",
        20 => "二十",
        30 => "三十",
        _ => $"廿{Digits[day - 21]}",
    };

    private static string Ordinal(int number) => number + (number % 10, number / 10) switch
    {
        (_, 1) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
}
