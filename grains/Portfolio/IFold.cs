namespace Lifecycle.Grains;

/// <summary>A result that customers are added to in any order: in parts, on several cores, and then joined.</summary>
/// <typeparam name="TCustomer">How they are seen: as they are known now, or <see cref="Twice"/>.</typeparam>
/// <typeparam name="TSelf">The result.</typeparam>
public interface IFold<in TCustomer, in TSelf>
{
    /// <summary>Adds one customer.</summary>
    void Add(TCustomer customer);

    /// <summary>Adds what another part has added.</summary>
    void Join(TSelf other);
}

/// <summary>A result from what is known now.</summary>
public interface IFold<in TSelf> : IFold<CustomerState, TSelf>;
