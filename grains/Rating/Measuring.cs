using System.Buffers;

namespace Lifecycle.Grains;

/// <summary>Postings and profile, as of a day, become measures (section 2).</summary>
public static class Measuring
{
    /// <summary>Measures a customer. <paramref name="settlement"/> must be of the same customer and day.</summary>
    public static Measures Measure(Profile profile, Movements movements, Evaluations evaluations, DateOnly day, Window window, in Settlement settlement)
    {
        var since = profile.CustomerSince.At(day) ?? FirstPosting(movements, day);
        var inWindow = InWindow(movements, day, window, since);
        var (overdue, oldest) = Overdue(settlement, day);
        var evaluated = evaluations.In(day);
        return new Measures
        {
            Day = day,
            InWindow = inWindow,
            InYear = window.IsStatisticalYear ? InWindow(movements, day, Window.TrailingYear, since) : inWindow,
            EverPosted = movements.Opening is not null || (movements.Items.Length > 0 && movements.Items[0].Day <= day),
            Receivable = Receivable(settlement),
            Overdue = overdue,
            OldestDue = oldest?.Due,
            OldestDueOccurred = oldest?.OccurredOn,
            CreditLimit = profile.CreditLimit.At(day),
            LastShipment = LastShipment(movements, day),
            CustomerSince = since,
            EvaluationSum = evaluated.Sum,
            EvaluationCount = evaluated.Count,
            Complexity = profile.Complexity.At(day),
            CollectionDifficult = profile.CollectionDifficult.At(day),
        };
    }

    private static WindowMeasures InWindow(Movements movements, DateOnly day, Window window, DateOnly? since)
    {
        var (current, prior) = window.On(day);
        WindowSums currentSums = default, priorSums = default;
        foreach (ref readonly var movement in movements.Items.AsSpan())
        {
            if (movement.Day > day)
            {
                break;
            }

            if (current.Contains(movement.Day))
            {
                currentSums = currentSums.Plus(movement);
            }
            else if (prior.Contains(movement.Day))
            {
                priorSums = priorSums.Plus(movement);
            }
        }

        var isNew = since is { } start && current.Contains(start);
        return new(currentSums, priorSums, isNew, MedianHalves(movements, current, prior));
    }

    private static int? MedianHalves(Movements movements, Period current, Period prior)
    {
        var gaps = ArrayPool<int>.Shared.Rent(movements.Items.Length);
        try
        {
            DateOnly? last = null;
            var count = 0;
            foreach (ref readonly var movement in movements.Items.AsSpan())
            {
                if (movement.Kind != PostingKind.Shipment || !(current.Contains(movement.Day) || prior.Contains(movement.Day)))
                {
                    continue;
                }

                if (last is { } before && before != movement.Day)
                {
                    gaps[count++] = movement.Day.DayNumber - before.DayNumber;
                }

                last = movement.Day;
            }

            if (count < 2)
            {
                return null;
            }

            Array.Sort(gaps, 0, count);
            return gaps[(count - 1) / 2] + gaps[count / 2];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(gaps);
        }
    }

    private static long Receivable(in Settlement settlement)
    {
        var sum = -settlement.Unapplied;
        foreach (ref readonly var debit in settlement.Open)
        {
            sum += debit.Cents;
        }

        return sum;
    }

    private static (long Cents, Debit? Oldest) Overdue(in Settlement settlement, DateOnly day)
    {
        var (sum, oldest) = (0L, (Debit?)null);
        foreach (ref readonly var debit in settlement.Open)
        {
            if (debit.IsOverdue(day))
            {
                (sum, oldest) = (sum + debit.Cents, oldest ?? debit);
            }
        }

        return (sum, oldest);
    }

    private static DateOnly? LastShipment(Movements movements, DateOnly day)
    {
        var items = movements.Items;
        for (var i = items.Length - 1; i >= 0; i--)
        {
            if (items[i].Kind == PostingKind.Shipment && items[i].Day <= day)
            {
                return items[i].Day;
            }
        }

        return movements.Opening?.LastShipment;
    }

    /// <summary>The day of the first posting, unless an opening balance stands on it: then the begin is unknown.</summary>
    private static DateOnly? FirstPosting(Movements movements, DateOnly day)
    {
        if (movements.Opening is { } opening)
        {
            return opening.OpenedOnFirstDay ? null : opening.FirstDay;
        }

        var items = movements.Items;
        if (items.Length == 0 || items[0].Day > day)
        {
            return null;
        }

        foreach (ref readonly var movement in items.AsSpan())
        {
            if (movement.Day != items[0].Day)
            {
                break;
            }

            if (movement.Kind.IsOpening())
            {
                return null;
            }
        }

        return items[0].Day;
    }
}
