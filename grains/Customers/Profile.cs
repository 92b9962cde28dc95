using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What is known of a customer beside its postings; nothing here names a person.</summary>
public sealed record Profile
{
    /// <summary>Days until a debit is due where the customer has no terms of its own.</summary>
    public const int DefaultCreditDays = 30;

    /// <summary>A customer of which nothing is known yet.</summary>
    public static Profile Empty { get; } = new();

    /// <summary>Enterprise or individual.</summary>
    public CustomerKind Kind { get; init; } = CustomerKind.Enterprise;

    /// <summary>The account manager who owns the customer; null: the pool.</summary>
    public History<string?> Manager { get; init; }

    /// <summary>Where the customer is.</summary>
    public History<string?> Region { get; init; }

    /// <summary>The registered begin of the cooperation.</summary>
    public History<DateOnly?> CustomerSince { get; init; }

    /// <summary>In cents; null: no limit agreed.</summary>
    public History<long?> CreditLimit { get; init; }

    /// <summary>Days from <see cref="CreditFrom"/> until a debit is due; null: the default of 30.</summary>
    public History<int?> CreditDays { get; init; }

    /// <summary>From when credit days run.</summary>
    public History<CreditFrom> CreditFrom { get; init; }

    /// <summary>The account manager's mark that collection is difficult.</summary>
    public History<bool> CollectionDifficult { get; init; }

    /// <summary>Demand complexity in hundredths of a point, 0 to 10 000; null: not set.</summary>
    public History<int?> Complexity { get; init; }

    /// <summary>The trade, free text.</summary>
    public string? Industry { get; init; }

    /// <summary>An IANA time zone for care; null: the company's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Free labels, sorted, without repetition.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>When a debit of <paramref name="day"/> without a due day of its own is due: the terms in force on that day count.</summary>
    public DateOnly DueOn(DateOnly day)
    {
        var from = CreditFrom.At(day) == Grains.CreditFrom.MonthEnd ? day.MonthEnd() : day;
        return from.AddDays(CreditDays.At(day) ?? DefaultCreditDays);
    }

    /// <summary>The next day after <paramref name="day"/> on which a dated fact takes another value.</summary>
    public DateOnly? NextChange(DateOnly day)
    {
        DateOnly? next = null;
        Consider(Manager.NextChange(day));
        Consider(Region.NextChange(day));
        Consider(CustomerSince.NextChange(day));
        Consider(CreditLimit.NextChange(day));
        Consider(CreditDays.NextChange(day));
        Consider(CreditFrom.NextChange(day));
        Consider(CollectionDifficult.NextChange(day));
        Consider(Complexity.NextChange(day));
        return next;

        void Consider(DateOnly? candidate) => next = Days.EarliestAfter(next, candidate, day);
    }
}
