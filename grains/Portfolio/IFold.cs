namespace Lifecycle.Grains;

/// <summary>A result that customers are added to in any order: in parts, on several cores, and then joined.</summary>
public interface IFold<in TSelf>
{
    /// <summary>Adds one customer.</summary>
    void Add(CustomerState customer);

    /// <summary>Adds what another part has added.</summary>
    void Join(TSelf other);
}
