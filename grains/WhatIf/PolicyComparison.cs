using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What another policy would make of everybody on some days, from everything known now.</summary>
public sealed class PolicyComparison : IFold<PolicyComparison>
{
    private readonly ComparedDay[] days;

    /// <param name="days">In their order; none lies after <paramref name="today"/>.</param>
    /// <param name="against">The version to compare with; null: what is in force on each day.</param>
    /// <param name="book">Every published version.</param>
    /// <param name="today">Up to here everything is known.</param>
    /// <param name="moved">Told of everybody who moves on the last day, by whichever thread adds the customer.</param>
    public PolicyComparison(ImmutableArray<DateOnly> days, Policy simulated, Policy? against, PolicyBook book, DateOnly today, Action<Mover> moved) =>
        this.days = [.. days.Select(day => new ComparedDay(day, against ?? book.InForceOn(day), against is null ? book : null, simulated, today, day == days[^1] ? moved : null))];

    /// <summary>What was added so far, day by day.</summary>
    public ImmutableArray<SimulatedDay> Days => [.. days.Select(day => day.Figures)];

    /// <inheritdoc/>
    public void Add(CustomerState customer)
    {
        foreach (var day in days)
        {
            day.Add(customer);
        }
    }

    /// <inheritdoc/>
    public void Join(PolicyComparison other)
    {
        foreach (var (day, more) in days.Zip(other.days))
        {
            day.Join(more);
        }
    }
}
