namespace Lifecycle.Grains;

/// <summary>Which rules have anything to do with a span of days, whoever the customer is.</summary>
public static class CareCalendarDays
{
    /// <summary>Whether a rule may have an occurrence between two days for anybody. Days that are each customer's own always may.</summary>
    public static bool Any(CareRule rule, DateOnly from, DateOnly to) => rule.Occasion switch
    {
        Occasions.Birthday or Occasions.Anniversary or Occasions.Visit or Occasions.Tier => true,
        Occasions.Campaign => rule.Days!.Meets(from, to),
        _ => YearlyDay.Between(rule.Yearly(), from, to).Any(),
    };
}
