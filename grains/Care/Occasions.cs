namespace Lifecycle.Grains;

/// <summary>Why a message is sent: the first word of a decision's key. Festivals have their own names, see <see cref="Festivals"/>.</summary>
public static class Occasions
{
    /// <summary>A contact's birthday.</summary>
    public const string Birthday = "birthday";

    /// <summary>The day the cooperation began.</summary>
    public const string Anniversary = "anniversary";

    /// <summary>A visit that the customer's service plan asks for.</summary>
    public const string Visit = "visit";

    /// <summary>The customer's tier has changed.</summary>
    public const string Tier = "tier";

    /// <summary>A campaign; the occurrence is which.</summary>
    public const string Campaign = "campaign";

    /// <summary>Those that are no festival and no day of a company.</summary>
    public static IReadOnlyList<string> Own { get; } = [Birthday, Anniversary, Visit, Tier, Campaign];
}
