using System.Numerics;

namespace Lifecycle.Grains;

/// <summary>
/// The exact value of a measure: a fraction of integers, or undefined. Rates are compared by cross-multiplication,
/// so that no division ever decides on which side of a threshold a customer stands.
/// </summary>
public readonly record struct Quantity
{
    private readonly Int128 numerator;
    private readonly Int128 denominator;

    private Quantity(Int128 numerator, Int128 denominator) => (this.numerator, this.denominator) = (numerator, denominator);

    /// <summary>A measure that has no value; every condition on it is false.</summary>
    public static Quantity Undefined => default;

    /// <summary>Whether there is a value at all.</summary>
    public bool IsDefined => denominator > 0;

    /// <summary>A plain number: a count, days, a flag as 0 or 1.</summary>
    public static Quantity Of(long value) => new(value, 1);

    /// <summary>Hundredths, such as money in cents.</summary>
    public static Quantity Hundredths(long value) => new(value, 100);

    /// <summary>A fraction; undefined when <paramref name="denominator"/> is not positive.</summary>
    public static Quantity Ratio(Int128 numerator, Int128 denominator) =>
        denominator > 0 ? new(numerator, denominator) : Undefined;

    /// <summary>The difference, undefined when either side is.</summary>
    public static Quantity operator -(Quantity left, Quantity right) =>
        left.IsDefined && right.IsDefined
            ? new((left.numerator * right.denominator) - (right.numerator * left.denominator), left.denominator * right.denominator)
            : Undefined;

    /// <summary>Compares exactly with a threshold. Only for defined values.</summary>
    public int CompareTo(decimal threshold)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(threshold, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        // The parts are bits, not numbers: one that begins with a 1 is not negative.
        var low = unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        if (bits[2] == 0 && low <= long.MaxValue && scale < PowersOfTen.Length && FitsLong)
        {
            // Nearly every comparison ends here: the product of two longs always fits.
            var plain = bits[3] < 0 ? -(long)low : (long)low;
            return Math.BigMul((long)numerator, PowersOfTen[scale]).CompareTo(Math.BigMul(plain, (long)denominator));
        }

        var unscaled = unchecked(new Int128((uint)bits[2], low));
        var mantissa = bits[3] < 0 ? -unscaled : unscaled;
        if (scale <= 9 && low < 1 << 30 && bits[2] == 0 && Fits96Bits(numerator) && Fits96Bits(denominator))
        {
            return (numerator * PowersOfTen[scale]).CompareTo(mantissa * denominator);
        }

        return ((BigInteger)numerator * BigInteger.Pow(10, scale)).CompareTo((BigInteger)mantissa * denominator);
    }

    /// <summary>The value to 28 significant digits: for showing and for points, never for comparing. Only for defined values.</summary>
    public decimal ToDecimal()
    {
        if (FitsLong)
        {
            return (decimal)(long)numerator / (long)denominator;
        }

        var (n, d) = (numerator, denominator);
        while (Int128.Abs(n) > DecimalMost || d > DecimalMost)
        {
            (n, d) = (n >> 1, d >> 1);
        }

        return (decimal)n / (decimal)d;
    }

    /// <summary>
    /// numerator − <paramref name="x"/> × denominator, and the denominator: lets a line from <paramref name="x"/> to
    /// <paramref name="end"/> be evaluated with one division.
    /// </summary>
    internal (decimal Above, decimal Denominator) Above(decimal x, decimal end)
    {
        if (Int128.Abs(numerator) > LineMost || denominator > LineMost || Math.Max(Math.Abs(x), Math.Abs(end)) > StopMost)
        {
            return (ToDecimal() - x, 1m);
        }

        // By way of longs, which a decimal takes much faster.
        return ((long)numerator - (x * (long)denominator), (long)denominator);
    }

    private static Int128 DecimalMost => (Int128)decimal.MaxValue;

    // Leaves room for a stop of 10 digits and a slope of 3 within the 28 digits of a decimal.
    private static Int128 LineMost => 100_000_000_000_000;

    private const decimal StopMost = 10_000_000_000m;

    private static ReadOnlySpan<long> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    private static bool Fits96Bits(Int128 value) => value >> 95 is var rest && (rest == 0 || rest == -1);

    private bool FitsLong => unchecked(((long)numerator == numerator) & ((long)denominator == denominator));
}
