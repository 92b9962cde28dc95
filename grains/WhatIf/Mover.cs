namespace Lifecycle.Grains;

/// <summary>A customer that stands elsewhere under another policy, with all that both explanations are made of. Money in cents.</summary>
/// <param name="ScoreBefore">In hundredths, as it is shown.</param>
/// <param name="ScoreAfter">In hundredths, as it is shown.</param>
/// <param name="Sales">In the window of the policy it moves under.</param>
/// <param name="MeasuresBefore">Packed.</param>
/// <param name="MeasuresAfter">Packed; null: the same.</param>
/// <param name="BasisBefore">What decides the tier before.</param>
/// <param name="BasisAfter">What decides the tier after.</param>
/// <param name="WaitBefore">Why the class before is not what the rules say.</param>
/// <param name="WaitAfter">Why the class after is not what the rules say.</param>
public sealed record Mover(
    string CustomerId, string? Manager, string ClassBefore, string ClassAfter, int TierBefore, int TierAfter, int ScoreBefore, int ScoreAfter,
    long Sales, long Receivable, byte[] MeasuresBefore, byte[]? MeasuresAfter, TierBasis BasisBefore, TierBasis BasisAfter,
    ClassBasis WaitBefore, ClassBasis WaitAfter)
{
    /// <summary>From both ratings.</summary>
    public static Mover Of(string customerId, string? manager, in BothRatings ratings)
    {
        var (before, after) = (ratings.Before, ratings.After);
        return new(
            customerId, manager, before.Class, after.Class, before.Tier, after.Tier, before.ScoreHundredths, after.ScoreHundredths,
            after.Measures.InWindow.Current.Sales, after.Measures.Receivable,
            PackedMeasures.Pack(before.Measures), ratings.IsMeasuredOnce ? null : PackedMeasures.Pack(after.Measures),
            before.Basis, after.Basis, before.ClassBasis, after.ClassBasis);
    }
}
