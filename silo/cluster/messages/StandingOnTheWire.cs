using Lifecycle.Grains;

namespace Lifecycle.Cluster.Messages;

/// <summary>A <see cref="Standing"/> between two silos.</summary>
[GenerateSerializer]
[Alias("standing")]
internal struct StandingOnTheWire
{
    [Id(0)]
    public DateOnly RatedOn;

    [Id(1)]
    public DateOnly? NextReviewOn;

    [Id(2)]
    public int PolicyVersion;

    [Id(3)]
    public string Class;

    [Id(4)]
    public int ScoreHundredths;

    [Id(5)]
    public int Tier;

    [Id(6)]
    public int TierComputed;

    [Id(7)]
    public long Sales;

    [Id(8)]
    public long Receivable;

    [Id(9)]
    public long Overdue;

    [Id(10)]
    public string? Manager;

    [Id(11)]
    public string? Region;
}

/// <summary>Field by field, so that silos of two versions of the program still read each other.</summary>
[RegisterConverter]
internal sealed class StandingConverter : IConverter<Standing, StandingOnTheWire>
{
    public Standing ConvertFromSurrogate(in StandingOnTheWire surrogate) => new(
        surrogate.RatedOn, surrogate.NextReviewOn, surrogate.PolicyVersion, surrogate.Class, surrogate.ScoreHundredths, surrogate.Tier,
        surrogate.TierComputed, surrogate.Sales, surrogate.Receivable, surrogate.Overdue, surrogate.Manager, surrogate.Region);

    public StandingOnTheWire ConvertToSurrogate(in Standing value) => new()
    {
        RatedOn = value.RatedOn,
        NextReviewOn = value.NextReviewOn,
        PolicyVersion = value.PolicyVersion,
        Class = value.Class,
        ScoreHundredths = value.ScoreHundredths,
        Tier = value.Tier,
        TierComputed = value.TierComputed,
        Sales = value.Sales,
        Receivable = value.Receivable,
        Overdue = value.Overdue,
        Manager = value.Manager,
        Region = value.Region,
    };
}
