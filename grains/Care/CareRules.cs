namespace Lifecycle.Grains;

/// <summary>The rules of occasions as they are before anybody changes them.</summary>
public static class CareRules
{
    /// <summary>The occasions that there are without anybody having made them.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [Occasions.Birthday, Occasions.Anniversary, Occasions.Visit, Occasions.Tier, .. Festivals.All.Select(f => f.Id)];

    /// <summary>Birthdays are greeted from the first day; everything else waits until marketing turns it on.</summary>
    public static CareRule Default(string occasion) => occasion switch
    {
        Occasions.Birthday => new() { Occasion = occasion, Template = "birthday", IsCapped = false },
        Occasions.Anniversary => new() { Occasion = occasion, Template = "anniversary", IsOn = false },
        Occasions.Visit => new()
        {
            Occasion = occasion, Template = "visit", IsOn = false, IsCheerful = false, Channels = [CareChannels.Task], Todo = new("visit"),
            Audience = new() { FirstContactOnly = true },
        },

        // The policy decides whether customers are told, and none does unless somebody wrote it.
        Occasions.Tier => new() { Occasion = occasion, Template = "tier", IsCheerful = false },
        _ => new() { Occasion = occasion, Template = "festival", IsOn = false },
    };
}
