using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What marketing has set for an occasion or a campaign: who gets what, and by which ways.</summary>
public sealed record CareRule
{
    /// <summary>One of <see cref="Occasions"/> or a festival.</summary>
    public required string Occasion { get; init; }

    /// <summary>Of a campaign: which.</summary>
    public string? Campaign { get; init; }

    /// <summary>Of a campaign: what its messages call it.</summary>
    public string? Name { get; init; }

    /// <summary>Off: nothing is planned, and what waits is cancelled.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Planned, but nothing leaves for now.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Some of <see cref="CareChannels"/>; each is a decision of its own.</summary>
    public ImmutableArray<string> Channels { get; init; } = [CareChannels.Email];

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>Who is meant.</summary>
    public Audience Audience { get; init; } = Audience.Everybody;

    /// <summary>Advertising: needs consent that was given, and is muted for a problem customer or one long overdue.</summary>
    public bool IsCommercial { get; init; }

    /// <summary>Not the tone for somebody with an open complaint.</summary>
    public bool IsCheerful { get; init; } = true;

    /// <summary>Whether it counts, and is counted, among a contact's messages of the month.</summary>
    public bool IsCapped { get; init; } = true;

    /// <summary>From when on it may leave, by the customer's clock; 08:00 at the earliest.</summary>
    public TimeOnly At { get; init; } = SendingDay.Opening;

    /// <summary>Of a campaign: its first and last day, by the customer's calendar.</summary>
    public CareDays? Days { get; init; }

    /// <summary>Of a company's own day: when it falls.</summary>
    public CompanyDate? Date { get; init; }

    /// <summary>Messages a minute at most; null: as fast as the channel takes them.</summary>
    public int? RatePerMinute { get; init; }

    /// <summary>A second text for some; null: all get the same.</summary>
    public CareSplit? Split { get; init; }

    /// <summary>What a to-do asks for; needed where <see cref="Channels"/> has one.</summary>
    public CareTodo? Todo { get; init; }

    /// <summary>The templates that its messages are made of: none, where it has to-dos alone.</summary>
    public IEnumerable<string> Templates() =>
        Channels.All(channel => channel == CareChannels.Task) ? [] : Split is { } split ? [Template, split.Template] : [Template];

    /// <summary>What a festival or a company's own day is called; null: the occasion is neither.</summary>
    public Names? OccasionNames() => Date?.Names ?? Festivals.Find(Occasion)?.Names;

    /// <summary>When a festival or a company's own day falls, by the year of its own calendar.</summary>
    internal Func<int, DateOnly?> Yearly() => Date is { } date ? date.On : Festivals.Find(Occasion)!.On;
}

/// <summary>A/B: a second template for a share of the audience, always the same contacts.</summary>
/// <param name="Template">The second template.</param>
/// <param name="Share">Of ten thousand contacts, how many get it.</param>
public sealed record CareSplit(string Template, int Share);

/// <summary>What an account manager is asked to do instead of a message.</summary>
/// <param name="Kind">call, visit or gift.</param>
/// <param name="Cost">What one costs, in cents.</param>
/// <param name="Budget">What it is charged to; null: nothing.</param>
public sealed record CareTodo(string Kind, long Cost = 0, string? Budget = null);

/// <summary>From one day to another, both included.</summary>
public sealed record CareDays(DateOnly First, DateOnly Last)
{
    /// <summary>Whether any of them lies between two days, both included.</summary>
    public bool Meets(DateOnly from, DateOnly to) => Last >= from && First <= to;
}
