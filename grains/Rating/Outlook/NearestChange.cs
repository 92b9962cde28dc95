namespace Lifecycle.Grains;

/// <summary>What alone may change a rating.</summary>
public enum Lever
{
    /// <summary>The customer pays, today.</summary>
    Repayment,

    /// <summary>The customer is shipped to, today, on its own terms.</summary>
    Sale,

    /// <summary>Nothing happens for some days.</summary>
    Silence,
}

/// <summary>The smallest change of one kind after which a customer is in another state.</summary>
/// <param name="Cents">Of a repayment or a sale, in cents; null for silence.</param>
/// <param name="On">The day of the change: today, or the first day on which silence has changed it.</param>
/// <param name="Through">The last day on which the same amount does the same, if nothing else happens; null: on and on.</param>
/// <param name="To">The class it leads to.</param>
public sealed record NearestChange(Lever Lever, long? Cents, DateOnly On, DateOnly? Through, string To);

/// <summary>What is near for a customer.</summary>
/// <param name="Out">By lever: the smallest change to a better state. Nobody repays more than is owed.</param>
/// <param name="Down">By lever: the smallest change to a worse state.</param>
public sealed record Outlook(string Class, IReadOnlyList<NearestChange> Out, IReadOnlyList<NearestChange> Down);

/// <summary>Which of two states is better. What a state is worth is said by what an alert about it means (section 9).</summary>
public static class StateRank
{
    /// <summary>Higher is better; states of a company's own making rank with the good ones.</summary>
    public static int Of(string @class) => Rating.StateOf(@class) switch
    {
        "problem" => 0,
        "deteriorating" => 1,
        "dormant" => 2,
        _ => 3,
    };
}
