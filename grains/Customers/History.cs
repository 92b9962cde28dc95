using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>One value of a dated fact, in force from <paramref name="On"/> until the next.</summary>
public readonly record struct DatedValue<T>(DateOnly On, T Value);

/// <summary>A dated fact: its values by the day they take effect. Before the first value the first value holds.</summary>
public readonly record struct History<T>
{
    private readonly ImmutableArray<DatedValue<T>> values;

    /// <summary>From values in ascending order of their days, one per day.</summary>
    public History(ImmutableArray<DatedValue<T>> values) => this.values = values;

    /// <summary>Every value, in order of effect.</summary>
    public ImmutableArray<DatedValue<T>> Values => values.IsDefault ? [] : values;

    /// <summary>The value in force on <paramref name="day"/>; the type's default when none was ever set.</summary>
    public T? At(DateOnly day)
    {
        var all = Values;
        if (all.Length == 0)
        {
            return default;
        }

        var i = all.Length - 1;
        while (i > 0 && all[i].On > day)
        {
            i--;
        }

        return all[i].Value;
    }

    /// <summary>
    /// Whether setting this value on this day would change what holds on any day, now or once a later value is replaced.
    /// Clearing what was never set says nothing.
    /// </summary>
    public bool WouldChange(DateOnly on, T value) =>
        Values.Length == 0
            ? !EqualityComparer<T>.Default.Equals(value, default)
            : on < Values[0].On || !EqualityComparer<T>.Default.Equals(value, At(on)!);

    /// <summary>With a value from <paramref name="on"/>; the value recorded last for a day wins.</summary>
    public History<T> With(DateOnly on, T value)
    {
        var all = Values;
        var at = 0;
        while (at < all.Length && all[at].On < on)
        {
            at++;
        }

        var entry = new DatedValue<T>(on, value);
        return new(at < all.Length && all[at].On == on ? all.SetItem(at, entry) : all.Insert(at, entry));
    }

    /// <summary>Without the values of later days; the first <paramref name="kept"/> stay whatever their day.</summary>
    internal History<T> Until(DateOnly day, int kept)
    {
        var (all, count) = (Values, Values.Length);
        while (count > kept && all[count - 1].On > day)
        {
            count--;
        }

        return count == all.Length ? this : new(all[..count]);
    }

    /// <summary>The first day after <paramref name="day"/> on which a value takes effect.</summary>
    public DateOnly? NextChange(DateOnly day)
    {
        foreach (ref readonly var value in Values.AsSpan())
        {
            if (value.On > day)
            {
                return value.On;
            }
        }

        return null;
    }

    /// <summary>Whether setting a value on <paramref name="on"/> changes what holds on or before <paramref name="day"/>.</summary>
    public bool ReachesBack(DateOnly on, DateOnly day) => on <= day || Values.Length == 0 || on <= Values[0].On;
}
