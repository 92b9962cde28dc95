namespace Lifecycle.Grains;

/// <summary>A customer as it was known then, and as it is known now. Null: it was not known, or is known no more; never both.</summary>
/// <remarks>One and the same where nothing was recorded since that reaches back to the days that are asked about.</remarks>
public readonly record struct Twice(CustomerState? Then, CustomerState? Now)
{
    /// <summary>Whether nothing was recorded since.</summary>
    public bool IsUntouched => ReferenceEquals(Then, Now);
}

/// <summary>Any result, from what was known then alone.</summary>
public sealed class KnownThen<T>(T result) : IFold<Twice, KnownThen<T>>
    where T : IFold<T>
{
    /// <summary>What was added so far.</summary>
    public T Result => result;

    /// <inheritdoc/>
    public void Add(Twice customer)
    {
        if (customer.Then is { } then)
        {
            result.Add(then);
        }
    }

    /// <inheritdoc/>
    public void Join(KnownThen<T> other) => result.Join(other.Result);
}
