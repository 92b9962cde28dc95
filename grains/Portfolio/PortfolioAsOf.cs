namespace Lifecycle.Grains;

/// <summary>The portfolio of any day, from everything known now.</summary>
public static class PortfolioAsOf
{
    /// <summary>Rates everybody as of a day, under the policy in force on it.</summary>
    /// <param name="onRated">Told after each customer how many are done.</param>
    public static async Task<Portfolio> ReadAsOf(
        this ICustomerReader customers, DateOnly day, PolicyBook policies, CancellationToken ct, Action<long>? onRated = null)
    {
        var policy = policies.InForceOn(day);
        var portfolio = new Portfolio();
        var done = 0L;
        await foreach (var customer in customers.All(day, ct))
        {
            portfolio.Add(Standing.Of(Rater.Rate(customer, day, policy), null, customer.Profile));
            onRated?.Invoke(++done);
        }

        return portfolio;
    }
}
