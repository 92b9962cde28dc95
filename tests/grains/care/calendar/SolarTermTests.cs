using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>The computed solar terms against published ones.</summary>
public sealed class SolarTermTests
{
    [Fact]
    public void Every_term_is_on_the_published_day()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var (year, days) in Published.SolarTerms)
        {
            foreach (var term in Enum.GetValues<SolarTerm>())
            {
                compared++;
                if (SolarTerms.On(term, year) != days[(int)term])
                {
                    wrong.Add($"{term} {year}: {SolarTerms.At(term, year):O}");
                }
            }
        }

        // The one that nobody can know yet: the table expects the Earth to turn slower than it does now.
        Assert.StartsWith("SpringEquinox 2084: 2084-03-20T00:00:", Assert.Single(wrong), StringComparison.Ordinal);
        Assert.Equal(121 * 24, compared);
    }

    [Fact]
    public void Those_close_to_midnight_are_farther_from_it_than_the_computation_errs()
    {
        var near = Enumerable.Range(1990, 71)
            .SelectMany(year => Enum.GetValues<SolarTerm>().Select(term => (Term: term, At: SolarTerms.At(term, year)!.Value)))
            .Where(found => Math.Min(found.At.TimeOfDay.TotalSeconds, 86400 - found.At.TimeOfDay.TotalSeconds) < 60)
            .Select(found => $"{found.Term} {found.At:yyyy-MM-dd HH:mm}");
        Assert.Equal(["GrainBuds 2008-05-21 00:00", "WinterSolstice 2021-12-21 23:59", "SpringEquinox 2051-03-20 23:59"], near);
    }

    [Theory]

    // Equinoxes and solstices as published in UTC, to the minute.
    [InlineData(SolarTerm.SpringEquinox, "2000-03-20T07:35Z")]
    [InlineData(SolarTerm.SummerSolstice, "2000-06-21T01:48Z")]
    [InlineData(SolarTerm.AutumnEquinox, "2000-09-22T17:28Z")]
    [InlineData(SolarTerm.WinterSolstice, "2000-12-21T13:37Z")]
    [InlineData(SolarTerm.SpringEquinox, "2024-03-20T03:06Z")]
    [InlineData(SolarTerm.SummerSolstice, "2024-06-20T20:51Z")]
    [InlineData(SolarTerm.AutumnEquinox, "2024-09-22T12:44Z")]
    [InlineData(SolarTerm.WinterSolstice, "2024-12-21T09:21Z")]
    public void Moments_are_good_to_a_minute(SolarTerm term, string expected)
    {
        var moment = DateTimeOffset.Parse(expected);
        Assert.InRange((SolarTerms.At(term, moment.Year)!.Value - moment).TotalSeconds, -31, 31);
        Assert.Equal(TimeSpan.FromHours(8), SolarTerms.At(term, moment.Year)!.Value.Offset);
    }

    [Fact]
    public void Terms_follow_each_other_by_two_weeks()
    {
        var moments = Enumerable.Range(SolarTerms.FirstYear, SolarTerms.LastYear - SolarTerms.FirstYear + 1)
            .SelectMany(year => Enum.GetValues<SolarTerm>().Select(term => SolarTerms.At(term, year)!.Value)).ToList();
        Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalDays, 14.7, 15.8));
    }

    [Fact]
    public void Outside_of_what_is_known_there_is_none()
    {
        Assert.Equal((1980, 2100), (SolarTerms.FirstYear, SolarTerms.LastYear));
        foreach (var year in new[] { int.MinValue, 0, 1979, 2101, int.MaxValue })
        {
            Assert.Null(SolarTerms.On(SolarTerm.PureBrightness, year));
            Assert.Null(SolarTerms.At(SolarTerm.PureBrightness, year));
        }
    }
}
