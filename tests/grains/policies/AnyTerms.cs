using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Policies;

/// <summary>Conditions, groups of them, and measures near their thresholds, at random.</summary>
internal static class AnyTerms
{
    private static readonly Measure[] Some =
        [Measure.Sales, Measure.Batches, Measure.Growth, Measure.Receivable, Measure.CollectionDifficult, Measure.Complexity];

    public static Term Term(Random random, int depth = 0) => random.Next(depth < 3 ? 4 : 2) switch
    {
        2 => new AnyOf([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Term(random, depth + 1))]),
        3 => new AllOf([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Term(random, depth + 1))]),
        _ => Condition(random),
    };

    /// <summary>The same as lists of conditions, one of which holds where the terms do; as they stand in the book, without a bound.</summary>
    public static IEnumerable<Condition[]> Expanded(IEnumerable<Term> all) => all.Aggregate(
        (IEnumerable<Condition[]>)[[]],
        (lists, term) => lists.SelectMany(list => Expanded(term).Select(more => (Condition[])[.. list, .. more])));

    public static Measures Measures(Random random, bool isStatisticalYear)
    {
        var year = AnyWindow();
        return new()
        {
            InWindow = isStatisticalYear ? AnyWindow() : year, InYear = year, Receivable = Cents(), CollectionDifficult = random.Next(2) == 0,
            Complexity = random.Next(3) == 0 ? null : random.Next(0, 4) * 100,
        };

        WindowMeasures AnyWindow() => new(
            new(Math.Abs(Cents()), random.Next(5), 1, 0, 0), new(Math.Abs(Cents()), random.Next(5), 1, 0, 0), false, null);

        long Cents() => random.Next(-2, 5) * 50L;
    }

    private static Condition Condition(Random random)
    {
        var measure = Some[random.Next(Some.Length)];
        return new(measure, (Comparison)random.Next(6), measure == Measure.CollectionDifficult ? random.Next(2) : random.Next(-1, 4));
    }

    private static IEnumerable<Condition[]> Expanded(Term term) => term switch
    {
        AnyOf group => group.Any.SelectMany(Expanded),
        AllOf group => Expanded(group.All),
        _ => [[(Condition)term]],
    };
}
