using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The days that a simulation looks at: one, or a span's month ends and its last day.</summary>
public static class SimulatedDays
{
    /// <summary>Most days of one simulation: three years of month ends. Each one rates everybody.</summary>
    public const int Most = 36;

    /// <summary>The days in their order, or why it cannot be these.</summary>
    /// <param name="asOf">The one day; null where a span is asked for.</param>
    /// <param name="from">The first day of the span.</param>
    /// <param name="to">The last day of the span; it is among the days, whether it ends a month or not.</param>
    public static (ImmutableArray<DateOnly> Days, Refusal? Refusal) Of(DateOnly? asOf, DateOnly? from, DateOnly? to, DateOnly today) =>
        (asOf, from, to) switch
        {
            ({ } day, null, null) => Check(day, "asOf", today) is { } refusal ? ([], refusal) : ([day], null),
            (null, { } first, { } last) => Span(first, last, today),
            (null, null, null) => ([], new("required", "asOf is required, or from and to.", "asOf")),
            (null, null, _) => ([], new("required", "from is required.", "from")),
            (null, _, null) => ([], new("required", "to is required.", "to")),
            _ => ([], new("invalid-span", "asOf stands alone, without from and to.", "asOf")),
        };

    private static (ImmutableArray<DateOnly> Days, Refusal? Refusal) Span(DateOnly from, DateOnly to, DateOnly today)
    {
        if ((Check(from, "from", today) ?? Check(to, "to", today)) is { } refusal)
        {
            return ([], refusal);
        }

        if (from > to)
        {
            return ([], new("invalid-span", "from lies after to.", "from"));
        }

        var days = ImmutableArray.CreateBuilder<DateOnly>();
        for (var day = from.MonthEnd(); day < to && days.Count < Most; day = day.AddDays(1).MonthEnd())
        {
            days.Add(day);
        }

        return days.Count == Most
            ? ([], new("span-too-long", $"A simulation looks at no more than {Most} days.", "from"))
            : ([.. days, to], null);
    }

    private static Refusal? Check(DateOnly day, string field, DateOnly today) =>
        day > today ? new("date-in-future", $"{field} lies after the business day {today:yyyy-MM-dd}.", field)
        : day < Days.Earliest ? new("date-out-of-range", $"{field} must not lie before {Days.Earliest:yyyy-MM-dd}.", field)
        : null;
}
