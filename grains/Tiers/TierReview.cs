using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>When tiers are reviewed, how a change takes effect, and who decides.</summary>
/// <param name="Days">The review days of every year, rising; none: at every rating.</param>
/// <param name="ExpiresAfterDays">A change waits for approval, at most so many days; null: it takes effect at once.</param>
/// <param name="Role">Who has it sets tiers by hand and decides about changes that wait; null: everybody who is signed in.</param>
/// <param name="TellsCustomer">Whether the customer is told of a change by a care message.</param>
public sealed record TierReview(ImmutableArray<ReviewDay> Days, int? ExpiresAfterDays = null, string? Role = null, bool TellsCustomer = false)
{
    /// <summary>What a document means that does not say it.</summary>
    public static TierReview EveryRating { get; } = new(ImmutableArray<ReviewDay>.Empty);

    /// <summary>Whether tiers are reviewed on days of the calendar.</summary>
    public bool IsCalendar => !Days.IsEmpty;

    /// <summary>Whether a change waits for approval.</summary>
    public bool NeedsApproval => ExpiresAfterDays is not null;

    /// <summary>The latest review day up to a day: that day itself where every rating reviews.</summary>
    public DateOnly LatestUpTo(DateOnly day)
    {
        if (!IsCalendar)
        {
            return day;
        }

        for (var i = Days.Length - 1; i >= 0; i--)
        {
            if (Days[i].In(day.Year) is var review && review <= day)
            {
                return review;
            }
        }

        return Days[^1].In(day.Year - 1);
    }

    /// <summary>The first review day after a day; null where every rating reviews.</summary>
    public DateOnly? NextAfter(DateOnly day)
    {
        foreach (var review in Days)
        {
            if (review.In(day.Year) is var next && next > day)
            {
                return next;
            }
        }

        return IsCalendar ? Days[0].In(day.Year + 1) : null;
    }
}

/// <summary>A day of every year, never 29 February.</summary>
public readonly record struct ReviewDay(int Month, int Day)
{
    /// <summary>The day of a year.</summary>
    public DateOnly In(int year) => new(year, Month, Day);
}
