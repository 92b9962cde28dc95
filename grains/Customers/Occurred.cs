namespace Lifecycle.Grains;

/// <summary>What had occurred by a day, whenever it was recorded.</summary>
public static class Occurred
{
    /// <summary>Without postings and judgements of later days. Dated facts stay: what was agreed for later days is agreed.</summary>
    public static CustomerState Until(this CustomerState customer, DateOnly day) => customer with
    {
        Movements = customer.Movements with { Items = [.. customer.Movements.Items.TakeWhile(m => m.Day <= day)] },
        Evaluations = new([.. customer.Evaluations.Items.Where(e => e.On <= day)]),
    };

    /// <summary>Without the values that take effect later. Before its first value the first value of a dated fact holds: that one stays.</summary>
    public static Profile Until(this Profile profile, DateOnly day) => profile with
    {
        Manager = profile.Manager.Until(day, kept: 1),
        Region = profile.Region.Until(day, kept: 1),
        CustomerSince = profile.CustomerSince.Until(day, kept: 1),
        CreditLimit = profile.CreditLimit.Until(day, kept: 1),
        CreditDays = profile.CreditDays.Until(day, kept: 1),
        CreditFrom = profile.CreditFrom.Until(day, kept: 1),
        CollectionDifficult = profile.CollectionDifficult.Until(day, kept: 1),
        Complexity = profile.Complexity.Until(day, kept: 1),
    };

    /// <summary>Without anything of later days, agreed and decided things included.</summary>
    public static CustomerState WithoutLater(this CustomerState customer, DateOnly day) =>
        customer.Until(day) with { Profile = customer.Profile.Until(day), Tiers = customer.Tiers.Until(day) };

    /// <summary>Whether anything occurred after one day, up to and including another.</summary>
    public static bool AnythingIn(this CustomerState customer, Period days)
    {
        var items = customer.Movements.Items;
        for (var i = items.Length - 1; i >= 0 && items[i].Day > days.After; i--)
        {
            if (items[i].Day <= days.Through)
            {
                return true;
            }
        }

        foreach (ref readonly var evaluation in customer.Evaluations.Items.AsSpan())
        {
            if (days.Contains(evaluation.On))
            {
                return true;
            }
        }

        return customer.Profile.NextChange(days.After) <= days.Through || customer.Tiers.NextChange(days.After) <= days.Through;
    }

    /// <summary>The day on which a customer became one, registered or by its first posting; null: not up to this day.</summary>
    public static DateOnly? FirstDay(this CustomerState customer, DateOnly day)
    {
        var (since, posted) = (customer.Profile.CustomerSince.At(day), customer.Movements.FirstDay);
        var first = posted is { } p && (since is not { } s || p < s) ? p : since;
        return first <= day ? first : null;
    }

    /// <summary>The first day after a day with a posting or a judgement that is known; null: there is none.</summary>
    public static DateOnly? NextOccurrence(this CustomerState customer, DateOnly day)
    {
        DateOnly? next = null;
        foreach (ref readonly var movement in customer.Movements.Items.AsSpan())
        {
            if (movement.Day > day)
            {
                next = movement.Day;
                break;
            }
        }

        foreach (var evaluation in customer.Evaluations.Items)
        {
            next = Days.EarliestAfter(next, evaluation.On, day);
        }

        return next;
    }
}
