namespace Lifecycle.Grains;

/// <summary>The portfolio of any day, from everything known now: everybody rated under the policy in force on it.</summary>
public sealed class PortfolioAsOf(DateOnly day, PolicyBook policies) : IFold<PortfolioAsOf>
{
    private readonly Policy policy = policies.InForceOn(day);

    /// <summary>What was added so far.</summary>
    public Portfolio Figures { get; } = new();

    /// <inheritdoc/>
    public void Add(CustomerState customer) => Figures.Add(Standing.AsOf(customer, day, policy, policies));

    /// <inheritdoc/>
    public void Join(PortfolioAsOf other) => Figures.Add(other.Figures);
}
