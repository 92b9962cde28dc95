namespace Lifecycle.Grains;

/// <summary>Visits by tier (section 8): the next one is due so many days after the last as the tier's service plan says.</summary>
public static class Visits
{
    /// <summary>The next visit of a customer, which may be due for long; null: the plan of its tier has none, or it was never rated.</summary>
    /// <param name="today">The business day.</param>
    /// <param name="policy">In force today.</param>
    public static DueVisit? Next(CustomerState customer, DateOnly today, VisitHistory visits, Policy policy)
    {
        if (customer.Standing is not { } standing || policy.Document.Service.Of(standing.Tier).VisitEveryDays is not { } days)
        {
            return null;
        }

        // Whoever was never visited is counted from when it became a customer, and else from when it got its first tier.
        var from = visits.LastOn ?? Begun(customer, today) ?? visits.FirstRatedOn ?? standing.RatedOn;
        return new(visits.Done + 1, from.AddDays(days));
    }

    /// <summary>Whether the day of the first rating decides: the next visit is not known without it.</summary>
    public static bool CountsFromRating(CustomerState customer, DateOnly today, VisitHistory visits) => visits.LastOn is null && Begun(customer, today) is null;

    private static DateOnly? Begun(CustomerState customer, DateOnly today) => customer.Profile.CustomerSince.At(today) ?? customer.Movements.FirstDay;
}

/// <summary>A visit that is due.</summary>
/// <param name="Ordinal">The occurrence of its care decision: the number of visits done or called off, and one.</param>
public sealed record DueVisit(int Ordinal, DateOnly DueOn);

/// <summary>What is on record about the visits of a customer.</summary>
/// <param name="Done">How many were done, or called off.</param>
/// <param name="LastOn">When the latest was; null: there was none.</param>
/// <param name="FirstRatedOn">The day of the first rating: that of the first tier.</param>
public sealed record VisitHistory(int Done, DateOnly? LastOn, DateOnly? FirstRatedOn)
{
    /// <summary>There were no visits.</summary>
    public static VisitHistory None { get; } = new(0, null, null);
}
