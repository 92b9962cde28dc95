namespace Lifecycle.Silo.Demo;

/// <summary>Seeded chance, in the shapes that a believable portfolio needs.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>A stream of its own. Neighbouring seeds of <see cref="Random"/> begin alike, so the number is scattered first.</summary>
    public static Chance Of(int seed, int number) => new(unchecked((int)(((uint)seed ^ ((uint)number * 2_654_435_761u)) * 2_246_822_519u)));

    public bool Often(double probability) => random.NextDouble() < probability;

    /// <summary>Both ends included.</summary>
    public int Between((int Least, int Most) range) => random.Next(range.Least, range.Most + 1);

    public double Between((double Least, double Most) range) => range.Least + ((range.Most - range.Least) * random.NextDouble());

    /// <summary>As many between 10 and 100 as between 100 and 1 000: the way sizes of companies are spread.</summary>
    public double Size((double Least, double Most) range) => Math.Exp(Between((Math.Log(range.Least), Math.Log(range.Most))));

    /// <summary>Around 1, mostly within the spread, never negative.</summary>
    public double Around(double spread) =>
        Math.Exp(spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    public T Pick<T>(params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
