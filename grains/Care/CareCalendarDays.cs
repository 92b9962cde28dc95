namespace Lifecycle.Grains;

/// <summary>Which rules have anything to do with a span of days, whoever the customer is.</summary>
public static class CareCalendarDays
{
    /// <summary>Whether a rule may have an occurrence between two days for anybody. Days that are each customer's own always may.</summary>
    public static bool Any(CareRule rule, DateOnly from, DateOnly to) => rule.Occasion switch
    {
        Occasions.Birthday or Occasions.Anniversary or Occasions.Visit or Occasions.Tier => true,
        Occasions.Campaign => rule.Days!.Last >= from && rule.Days.First <= to,
        _ => rule.Date is { } date ? date.Between(from, to).Any() : Festivals.Find(rule.Occasion)!.Day.Between(from, to).Any(),
    };
}
