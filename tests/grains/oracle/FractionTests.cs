namespace Lifecycle.Tests.Grains.Oracle;

public sealed class FractionTests
{
    [Theory]
    [InlineData(1, 8, 2, "0.13")] // half away from zero, where a banker would say 0.12
    [InlineData(-1, 8, 2, "-0.13")]
    [InlineData(1, -8, 2, "-0.13")]
    [InlineData(2, 3, 6, "0.666667")]
    [InlineData(0, 5, 2, "0")]
    public void RoundsHalfAwayFromZero(int numerator, int denominator, int decimals, string shown) =>
        Assert.Equal(decimal.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), new Fraction(numerator, denominator).Rounded(decimals));

    [Fact]
    public void TakesADecimalExactly()
    {
        Assert.Equal(new Fraction(1, 20), (Fraction)0.05m);
        Assert.Equal(new Fraction(-1, 2), (Fraction)(-0.50m));
        Assert.Equal(new Fraction(99_999_999_999_999, 100), (Fraction)999_999_999_999.99m);
        Assert.Equal(decimal.MaxValue, ((Fraction)decimal.MaxValue).Rounded(0));
    }

    [Fact]
    public void CalculatesInLowestTerms()
    {
        Assert.Equal(new Fraction(5, 6), new Fraction(1, 2) + new Fraction(1, 3));
        Assert.Equal(new Fraction(-1, 6), new Fraction(1, 3) - new Fraction(1, 2));
        Assert.Equal(Fraction.Zero, new Fraction(0, -7));
        Assert.Equal((Fraction)1, new Fraction(2, 3) / new Fraction(2, 3));
        Assert.True(new Fraction(-1, 2) < new Fraction(-1, 3));
    }
}
