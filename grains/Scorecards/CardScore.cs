using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>What complete sheets of one version amount to: a pure function of the card and the sheets.</summary>
/// <param name="Trials">The bands in order, down to the one that won; none without sheets.</param>
public sealed record CardScore(ImmutableArray<PartScore> Parts, ImmutableArray<BandTrial> Trials)
{
    /// <summary>The band that won, or null.</summary>
    public CardBand? Band => Trials.IsEmpty || !Trials[^1].Holds ? null : Trials[^1].Band;

    /// <summary>Scores sheets: each part has the mean of its values over them.</summary>
    public static CardScore Of(Scorecard card, IReadOnlyCollection<CardSheet> sheets)
    {
        var parts = card.Parts.Select(part => new PartScore(part, Value(part, sheets))).ToImmutableArray();
        var trials = ImmutableArray.CreateBuilder<BandTrial>();
        foreach (var band in sheets.Count == 0 ? [] : card.Bands)
        {
            var bounds = band.AtLeast.Select(bound => Try(bound, parts)).ToImmutableArray();
            trials.Add(new(band, bounds));
            if (trials[^1].Holds)
            {
                break;
            }
        }

        return new(parts, trials.ToImmutable());
    }

    // One fraction, so that no rounding ever decides on a band.
    private static Quantity Value(CardPart part, IReadOnlyCollection<CardSheet> sheets)
    {
        var asked = part.Questions.Select(question => question.Name).ToHashSet(StringComparer.Ordinal);
        var sum = sheets.SelectMany(sheet => sheet.Answers).Where(answer => asked.Contains(answer.Question.Name)).Sum(answer => (long)answer.Points);
        return Quantity.Ratio(sum, 100L * part.Divisor * sheets.Count);
    }

    private static BoundTrial Try(CardBound bound, ImmutableArray<PartScore> parts)
    {
        var value = parts.First(part => part.Part.Name == bound.Part).Value;
        return new(bound, value, value.CompareTo(bound.Points) >= 0);
    }
}

/// <summary>The value of a part; undefined where nobody answered.</summary>
public sealed record PartScore(CardPart Part, Quantity Value)
{
    /// <summary>The value as it is shown: 2 decimals, half away from zero; null where nobody answered.</summary>
    public decimal? Shown => CardNumbers.Shown(Value);
}

/// <summary>Whether a band is reached.</summary>
public sealed record BandTrial(CardBand Band, ImmutableArray<BoundTrial> Bounds)
{
    /// <summary>Whether all its bounds are.</summary>
    public bool Holds => Bounds.All(bound => bound.Holds);
}

/// <summary>Whether a bound of a band is reached.</summary>
public sealed record BoundTrial(CardBound Bound, Quantity Value, bool Holds)
{
    /// <summary>The value as it is shown.</summary>
    public decimal? Shown => CardNumbers.Shown(Value);
}

/// <summary>How values are shown.</summary>
internal static class CardNumbers
{
    public static decimal? Shown(Quantity value) =>
        value.IsDefined ? decimal.Round(value.ToDecimal(), 2, MidpointRounding.AwayFromZero) : null;
}
