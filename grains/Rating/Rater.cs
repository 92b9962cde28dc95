using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>The pure rating: class, score and tier of sections 3 to 5 from measures and a policy.</summary>
public static class Rater
{
    /// <summary>Changes when the same measures under the same policy could give another rating, or another explanation of it.</summary>
    public const int EngineVersion = 2;

    /// <summary>Rates a customer as of <paramref name="day"/> under one policy.</summary>
    /// <param name="policies">Give the versions in force on earlier days; null: the one policy is asked about them as well.</param>
    /// <exception cref="InvalidOperationException">The day looks back into what is compacted: ask <see cref="Movements.CannotRate"/>
    /// about <see cref="Policy.LooksFrom"/> first.</exception>
    public static Rating Rate(CustomerState customer, DateOnly day, Policy policy, PolicyBook? policies = null)
    {
        using var settlement = Settle(customer, day);
        return InForce(customer, Rate(customer, day, policy, settlement), policy, policies);
    }

    /// <summary>The tier by the points of a day.</summary>
    internal static int ComputedTier(CustomerState customer, DateOnly day, Policy policy)
    {
        using var settlement = Settle(customer, day);
        return Rate(customer, day, policy, settlement).TierComputed;
    }

    /// <summary>Rates a customer and finds the next day on which time alone may change something.</summary>
    public static (Rating Rating, DateOnly? NextReviewOn) Review(CustomerState customer, DateOnly day, PolicyBook policies)
    {
        using var settlement = Settle(customer, day);
        var policy = policies.InForceOn(day);
        var rating = InForce(customer, Rate(customer, day, policy, settlement), policy, policies);
        var next = StepDays.Next(customer, rating.Measures, settlement, policy.Document, policies);
        return (rating, Days.EarliestAfter(next, rating.ClassBasis.WaitsUntil, day));
    }

    /// <summary>What is measured of a customer as of a day.</summary>
    internal static Measures Measure(CustomerState customer, DateOnly day, Policy policy)
    {
        using var settlement = Settle(customer, day);
        return Measure(customer, day, policy, settlement);
    }

    /// <summary>A rating by the rules and points of its day, with the class and then the tier in force on it.</summary>
    internal static Rating InForce(CustomerState customer, in Rating rating, Policy policy, PolicyBook? policies) =>
        TierInForce.Of(customer, ClassInForce.Of(customer, rating, policy, policies), policy, policies);

    /// <summary>What a policy makes of measures.</summary>
    public static Rating Rate(Policy policy, in Measures measures)
    {
        var document = policy.Document;
        var @class = ClassBy(document, measures);
        var tierPoints = Sum(document.Tier.Components, measures);
        var tier = document.Tier.Of(tierPoints);
        return new(
            policy.Version, measures, @class, Sum(document.Score, measures), tierPoints, tier,
            document.Tier.Capped(tier, Rating.StateOf(@class)));
    }

    internal static Settlement Settle(CustomerState customer, DateOnly day) =>
        customer.Movements.CannotRate(day)
            ? throw new InvalidOperationException($"A rating as of {day:yyyy-MM-dd} needs the ledger.")
            : Settlement.Of(customer.Movements, customer.Profile, day);

    private static Rating Rate(CustomerState customer, DateOnly day, Policy policy, in Settlement settlement) =>
        Rate(policy, Measure(customer, day, policy, settlement));

    internal static Measures Measure(CustomerState customer, DateOnly day, Policy policy, in Settlement settlement) =>
        Measuring.Measure(customer.Profile, customer.Movements, customer.Evaluations, day, policy.Document.Window, settlement);

    /// <summary>The class that the rules say.</summary>
    internal static string ClassBy(PolicyDocument document, in Measures measures)
    {
        foreach (var rule in document.Classes)
        {
            if (rule.Holds(measures))
            {
                return rule.Class;
            }
        }

        throw new InvalidOperationException("A policy classifies everybody: its last rule has no conditions.");
    }

    /// <summary>Σ weight × points. Rounded to 20 digits, so that a sum exactly on a threshold is not a hair below it.</summary>
    private static decimal Sum(ImmutableArray<Component> components, in Measures measures)
    {
        var sum = 0m;
        foreach (var component in components)
        {
            sum += component.Weight * component.Points(measures.Value(component.Measure));
        }

        return decimal.Round(sum, 20);
    }
}
