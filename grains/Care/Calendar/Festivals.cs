using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A festival.</summary>
/// <param name="Id">Stable, kebab-case; part of the published interface.</param>
/// <param name="Day">When it is: its own calendar's year counts its occurrences.</param>
public sealed record Festival(string Id, Names Names, YearlyDay Day)
{
    /// <summary>The solar day in a year of the festival's own calendar; null: outside of the years that are known.</summary>
    public DateOnly? On(int year) => Day.In(year);
}

/// <summary>The festivals of the specification, section 8. None of them falls into a leap month.</summary>
public static class Festivals
{
    /// <summary>All of them, in the order of the year.</summary>
    public static readonly ImmutableArray<Festival> All =
    [
        new("new-year", new("元旦", "New Year's Day"), new SolarDay(1, 1)),
        new("spring-festival", new("春节", "Spring Festival"), new LunarDay(1, 1)),
        new("lantern", new("元宵节", "Lantern Festival"), new LunarDay(1, 15)),
        new("qingming", new("清明节", "Qingming Festival"), new TermDay(SolarTerm.PureBrightness)),
        new("labour-day", new("劳动节", "Labour Day"), new SolarDay(5, 1)),
        new("dragon-boat", new("端午节", "Dragon Boat Festival"), new LunarDay(5, 5)),
        new("qixi", new("七夕", "Qixi Festival"), new LunarDay(7, 7)),
        new("mid-autumn", new("中秋节", "Mid-Autumn Festival"), new LunarDay(8, 15)),
        new("national-day", new("国庆节", "National Day"), new SolarDay(10, 1)),
        new("double-ninth", new("重阳节", "Double Ninth Festival"), new LunarDay(9, 9)),
        new("winter-solstice", new("冬至", "Winter Solstice"), new TermDay(SolarTerm.WinterSolstice)),
        new("christmas", new("圣诞节", "Christmas"), new SolarDay(12, 25)),
        new("new-years-eve", new("除夕", "Lunar New Year's Eve"), new LastLunarDay()),
    ];

    /// <summary>The festival with an id; null: there is none.</summary>
    public static Festival? Find(string id) => All.FirstOrDefault(festival => festival.Id == id);

    /// <summary>The festivals in a span, both ends included, in order of their days, with the year of each one's own calendar.</summary>
    public static ImmutableArray<(Festival Festival, int Occurrence, DateOnly On)> Between(DateOnly from, DateOnly to) =>
    [
        .. All.SelectMany(festival => festival.Day.Between(from, to).Select(found => (festival, found.Year, found.On))).OrderBy(found => found.On),
    ];
}
