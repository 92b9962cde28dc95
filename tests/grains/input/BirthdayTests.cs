using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Input;

public sealed class BirthdayTests
{
    [Theory]
    [InlineData(false, 2, 29, null, false, true)] // the year is not known
    [InlineData(false, 2, 29, 2000, false, true)]
    [InlineData(false, 2, 29, 1900, false, false)]
    [InlineData(false, 2, 29, 2023, false, false)]
    [InlineData(false, 2, 30, null, false, false)]
    [InlineData(false, 4, 31, null, false, false)]
    [InlineData(false, 12, 31, 1980, false, true)]
    [InlineData(false, 0, 1, null, false, false)]
    [InlineData(false, 13, 1, null, false, false)]
    [InlineData(false, 1, 0, null, false, false)]
    [InlineData(false, 1, 1, 1899, false, false)]
    [InlineData(false, 1, 1, 2101, false, false)]
    [InlineData(false, 6, 1, 1990, true, false)]
    [InlineData(true, 6, 1, 1990, true, true)]
    [InlineData(true, 2, 30, 1990, false, true)]
    [InlineData(true, 2, 31, null, false, false)]
    public void Check(bool lunar, int month, int day, int? year, bool leap, bool good)
    {
        var refusal = Birthday.Check(new(lunar, month, day, year, leap, Feb29OnMarch1: false), "birthday");

        Assert.Equal(good, refusal is null);
        Assert.True(good || refusal is { Code: "birthday-invalid", Field: "birthday" });
    }
}
