using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>One evaluator's judgement of a customer on a day.</summary>
/// <param name="Points">In hundredths of a point, 0 to 10 000.</param>
public sealed record Evaluation(string Evaluator, DateOnly On, int Points)
{
    /// <summary>Reads input into a judgement, or says what is wrong with it.</summary>
    /// <param name="on">The day of the judgement; null: today.</param>
    public static Refusal? TryCreate(string? evaluator, decimal points, DateOnly? on, string? note, DateOnly today, out Evaluation evaluation)
    {
        evaluation = null!;
        var day = on ?? today;
        var refusal = Text.CheckId(evaluator, "evaluator")
            ?? Grains.Points.TryHundredths(points, "points", out _)
            ?? Text.CheckNote(note, "note")
            ?? Days.CheckPast(day, "on", today);
        if (refusal is null)
        {
            evaluation = new(evaluator!, day, (int)(points * 100m));
        }

        return refusal;
    }
}

/// <summary>A customer's evaluations, by evaluator and day; for the same evaluator and day the last recorded.</summary>
public sealed record Evaluations(ImmutableArray<Evaluation> Items)
{
    /// <summary>No evaluations.</summary>
    public static Evaluations None { get; } = new([]);

    /// <summary>Whether exactly this judgement is already there.</summary>
    public bool Contains(Evaluation evaluation) => Items.Contains(evaluation);

    /// <summary>With a judgement, in place of an earlier one of the same evaluator and day.</summary>
    public Evaluations Plus(Evaluation evaluation)
    {
        var at = 0;
        while (at < Items.Length && Compare(Items[at], evaluation) < 0)
        {
            at++;
        }

        return new(at < Items.Length && Compare(Items[at], evaluation) == 0
            ? Items.SetItem(at, evaluation)
            : Items.Insert(at, evaluation));
    }

    /// <summary>Each evaluator's latest judgement in the trailing year: their sum, their number, and the day the first of them leaves it.</summary>
    public (long Sum, int Count, DateOnly? NextLeaves) In(DateOnly day)
    {
        var (sum, count, after) = (0L, 0, day.YearsBack(1));
        DateOnly? next = null;
        for (var i = 0; i < Items.Length; i++)
        {
            var item = Items[i];
            var superseded = i + 1 < Items.Length && Items[i + 1].Evaluator == item.Evaluator && Items[i + 1].On <= day;
            if (!superseded && item.On <= day && item.On > after)
            {
                (sum, count) = (sum + item.Points, count + 1);
                next = Days.EarliestAfter(next, item.On.FirstDayYearsAfter(1), day);
            }
        }

        return (sum, count, next);
    }

    private static int Compare(Evaluation left, Evaluation right)
    {
        var byEvaluator = string.CompareOrdinal(left.Evaluator, right.Evaluator);
        return byEvaluator != 0 ? byEvaluator : left.On.CompareTo(right.On);
    }
}
