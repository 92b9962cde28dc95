using System.Numerics;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains;

/// <summary>Exact comparison against fractions of big integers: close calls, huge values, every form of a threshold.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData("21474836.48")] // 0x80000000 hundredths: the sign bit of a part is no sign
    [InlineData("42949672.95")]
    [InlineData("92233720368547.75808")]
    [InlineData("999999999999999.999999999")]
    [InlineData("-999999999999999.999999999")]
    [InlineData("0.000000000")]
    public void AThresholdOfAnyBitsIsComparedExactly(string text)
    {
        var threshold = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var (unscaled, scale) = ((Int128)(threshold * 1_000_000_000m), (Int128)1_000_000_000);

        Assert.Equal(0, Quantity.Ratio(unscaled, scale).CompareTo(threshold));
        Assert.Equal(1, Quantity.Ratio(unscaled + 1, scale).CompareTo(threshold));
        Assert.Equal(-1, Quantity.Ratio(unscaled - 1, scale).CompareTo(threshold));
    }

    [Fact]
    public void RandomCloseCalls() => Seeds.Run(20_000, random =>
    {
        var denominator = random.NextInt64(1, 1L << random.Next(1, 47));
        var threshold = Math.Round((decimal)random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) / 1_000_000, random.Next(0, 7));
        var numerator = (Int128)decimal.Round(threshold * denominator) + random.Next(-1, 2);

        var expected = ((BigInteger)numerator * 1_000_000).CompareTo((BigInteger)(threshold * 1_000_000) * denominator);

        Assert.Equal(Math.Sign(expected), Math.Sign(Quantity.Ratio(numerator, denominator).CompareTo(threshold)));
    });

    /// <summary>Rates of the largest amounts: their difference has products of 28 digits.</summary>
    [Fact]
    public void DifferencesOfRatesAreExact()
    {
        var most = Money.MostCents;
        var drop = Quantity.Ratio(most, most - 1) - Quantity.Ratio(most - 1, most);

        Assert.Equal(1, drop.CompareTo(0m));
        Assert.Equal(-1, drop.CompareTo(0.000000001m));
        Assert.Equal(0, (Quantity.Ratio(most, most) - Quantity.Ratio(9 * (most / 10), 10 * (most / 10))).CompareTo(0.1m));
        Assert.False((drop - Quantity.Undefined).IsDefined);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WithoutAPositiveWholeThereIsNoRate(int whole) => Assert.False(Quantity.Ratio(1, whole).IsDefined);
}
