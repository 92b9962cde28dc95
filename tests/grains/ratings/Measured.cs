using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Ratings;

/// <summary>Measures made by hand, in the units of the specification: any threshold can be met exactly.</summary>
internal sealed record Measured
{
    public decimal Sales { get; init; } = 200_000;

    public decimal PriorSales { get; init; } = 200_000;

    public int Batches { get; init; } = 10;

    public int Postings { get; init; } = 20;

    public decimal Repaid { get; init; } = 200_000;

    public decimal PriorRepaid { get; init; } = 200_000;

    public decimal Returned { get; init; }

    public bool New { get; init; }

    public bool EverPosted { get; init; } = true;

    public decimal Receivable { get; init; }

    public int OldestOverdueDays { get; init; }

    public bool Difficult { get; init; }

    public decimal? Evaluation { get; init; }

    public decimal? Complexity { get; init; }

    public int? Tenure { get; init; }

    public static DateOnly Today { get; } = Make.Day("2024-07-01");

    public Measures Build()
    {
        var window = new WindowMeasures(
            new(Cents(Sales), Batches, Postings, Cents(Repaid), Cents(Returned)), new(Cents(PriorSales), 0, 0, Cents(PriorRepaid), 0), New, null);
        return new Measures
        {
            Day = Today,
            InWindow = window,
            InYear = window,
            EverPosted = EverPosted,
            Receivable = Cents(Receivable),
            OldestDue = OldestOverdueDays == 0 ? null : Today.AddDays(-OldestOverdueDays),
            CollectionDifficult = Difficult,
            EvaluationSum = Cents(Evaluation ?? 0),
            EvaluationCount = Evaluation is null ? 0 : 1,
            Complexity = Complexity is { } points ? (int)Cents(points) : null,
            CustomerSince = Tenure is { } years ? Today.AddYears(-years) : null,
        };
    }

    public Rating Rate() => Rater.Rate(Make.DefaultPolicy, Build());

    /// <summary>Which of the default rules wins, 1 to 13.</summary>
    public int Row()
    {
        var measures = Build();
        var rules = Make.DefaultPolicy.Document.Classes;
        Assert.Equal(rules.First(r => r.Holds(measures)).Class, Rate().Class);
        return Enumerable.Range(1, rules.Length).First(row => rules[row - 1].Holds(measures));
    }

    private static long Cents(decimal amount) => (long)(amount * 100);
}
