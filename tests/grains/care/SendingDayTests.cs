using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>08:00, 22:00 and the end of a day in the customer's time zone, also where clocks jump.</summary>
public sealed class SendingDayTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-06-15", "2026-06-15T00:00Z", "2026-06-15T14:00Z", "2026-06-15T16:00Z")]
    [InlineData("America/Los_Angeles", "2026-06-15", "2026-06-15T15:00Z", "2026-06-16T05:00Z", "2026-06-16T07:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-06-15", "2026-06-14T18:00Z", "2026-06-15T08:00Z", "2026-06-15T10:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-29T06:00Z", "2026-03-29T20:00Z", "2026-03-29T22:00Z")] // spring forward in the night before
    [InlineData("Europe/Berlin", "2026-03-28", "2026-03-28T07:00Z", "2026-03-28T21:00Z", "2026-03-28T23:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-25T07:00Z", "2026-10-25T21:00Z", "2026-10-25T23:00Z")] // fall back
    [InlineData("Africa/Cairo", "2026-04-23", "2026-04-23T06:00Z", "2026-04-23T20:00Z", "2026-04-23T22:00Z")] // the next midnight is skipped
    [InlineData("Africa/Cairo", "2026-10-29", "2026-10-29T05:00Z", "2026-10-29T19:00Z", "2026-10-29T22:00Z")] // 23:00 to 24:00 comes twice
    [InlineData("America/Havana", "2026-10-31", "2026-10-31T12:00Z", "2026-11-01T02:00Z", "2026-11-01T04:00Z")] // the next 00:00 comes twice
    public void Is(string zone, string day, string opens, string closes, string ends)
    {
        var actual = SendingDay.Of(DateOnly.Parse(day), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal(
            (DateTimeOffset.Parse(opens), DateTimeOffset.Parse(closes), DateTimeOffset.Parse(ends)),
            (actual.Opens, actual.Closes, actual.Ends));
    }

    [Fact]
    public void Everywhere_and_on_every_day_the_clock_there_shows_it()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            for (var day = new DateOnly(2025, 1, 1); day.Year < 2027; day = day.AddDays(1))
            {
                var window = SendingDay.Of(day, zone);
                Assert.True(window.Opens < window.Closes && window.Closes < window.Ends, $"{zone.Id} {day:O}");
                Assert.Equal(day.ToDateTime(new(8, 0)), TimeZoneInfo.ConvertTime(window.Opens, zone).DateTime);
                Assert.Equal(day.ToDateTime(new(22, 0)), Shown(window.Closes, zone));
                Assert.Equal(day.AddDays(1), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(window.Ends, zone).DateTime));
                Assert.Equal(day, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(window.Ends.AddTicks(-1), zone).DateTime));
            }
        }
    }

    // On Easter Island the clocks jump from 22:00 to 23:00.
    private static DateTime Shown(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var (shown, minuteBefore) = (TimeZoneInfo.ConvertTime(instant, zone).DateTime, TimeZoneInfo.ConvertTime(instant.AddMinutes(-1), zone).DateTime);
        return shown - minuteBefore == TimeSpan.FromMinutes(61) ? minuteBefore.AddMinutes(1) : shown;
    }

    [Fact]
    public void A_customer_without_a_zone_or_with_one_that_is_gone_keeps_the_companys()
    {
        var company = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        Assert.Same(company, SendingDay.Zone(null, company));
        Assert.Same(company, SendingDay.Zone("Atlantis/Capital", company));
        Assert.Equal("Europe/Berlin", SendingDay.Zone("Europe/Berlin", company).Id);
    }
}
