using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Everything that marketing has set: the rules of occasions and of campaigns that are not long over, and the cap.</summary>
/// <param name="Cap">Messages to one contact in one calendar month there; null: no cap, said explicitly.</param>
public sealed record CareProgramme(ImmutableArray<CareRule> Rules, int? Cap)
{
    /// <summary>Messages to one contact in a month where nobody has set another number.</summary>
    public const int DefaultCap = 4;

    private readonly Dictionary<(string, string?), CareRule> byKey = Rules.ToDictionary(r => (r.Occasion, r.Campaign));

    /// <summary>The rule that a decision was taken under, as it is now; null: it is gone.</summary>
    public CareRule? Find(CareKey key) => byKey.GetValueOrDefault((key.Occasion, key.Occasion == Occasions.Campaign ? key.Occurrence : null));
}
