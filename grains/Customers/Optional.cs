namespace Lifecycle.Grains;

/// <summary>A field of a change: absent (keep what is there) or given, perhaps as null (clear it).</summary>
public readonly record struct Optional<T>
{
    /// <summary>A given value.</summary>
    public Optional(T value) => (IsGiven, Value) = (true, value);

    /// <summary>Whether the field is part of the change.</summary>
    public bool IsGiven { get; }

    /// <summary>The given value; meaningless when absent.</summary>
    public T Value { get; }

    /// <summary>A given value, without ceremony.</summary>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <summary>Keeps the field only when it would change something.</summary>
    public Optional<T> When(Func<T, bool> changes) => IsGiven && changes(Value) ? this : default;

    /// <summary>The given value, or else what was there.</summary>
    public T Or(T present) => IsGiven ? Value : present;
}
