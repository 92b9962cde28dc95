using System.Globalization;

namespace Lifecycle.Templates;

/// <summary>Days as the Chinese lunar calendar writes them.</summary>
internal static class LunarDates
{
    private const string Digits = "一二三四五六七八九十";
    private static readonly ChineseLunisolarCalendar Calendar = new();
    private static readonly string[] Months = ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"];

    /// <summary>A day in words: 农历八月十五, or <em>15th day of the 8th lunar month</em>.</summary>
    /// <exception cref="Grains.TemplateException">The calendar does not reach that day (1901 to 2100).</exception>
    public static string Format(DateOnly day, string language)
    {
        var at = day.ToDateTime(TimeOnly.MinValue);
        if (at < Calendar.MinSupportedDateTime || at > Calendar.MaxSupportedDateTime)
        {
            throw new Grains.TemplateException($"the lunar calendar does not reach {day:yyyy-MM-dd}");
        }

        // The library counts a leap month as one more: it and all that follow have a number too high.
        var (counted, dayOfMonth, leap) = (Calendar.GetMonth(at), Calendar.GetDayOfMonth(at), Calendar.GetLeapMonth(Calendar.GetYear(at)));
        var month = leap > 0 && counted >= leap ? counted - 1 : counted;
        return language.Split('-')[0] == "zh"
            ? $"农历{(counted == leap ? "闰" : "")}{Months[month - 1]}{Chinese(dayOfMonth)}"
            : $"{Ordinal(dayOfMonth)} day of the {(counted == leap ? "leap " : "")}{Ordinal(month)} lunar month";
    }

    private static string Chinese(int day) => day switch
    {
        <= 10 => $"初{Digits[day - 1]}",
        < 20 => $"十{Digits[day - 11]}",
        20 => "二十",
        30 => "三十",
        _ => $"廿{Digits[day - 21]}",
    };

    private static string Ordinal(int number) => (number % 10, number) switch
    {
        (_, 11 or 12 or 13) => $"{number}th",
        (1, _) => $"{number}st",
        (2, _) => $"{number}nd",
        (3, _) => $"{number}rd",
        _ => $"{number}th",
    };
}
