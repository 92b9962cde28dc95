namespace Lifecycle.Grains;

/// <summary>
/// A value as it is said beside the threshold that it was compared with: with as many decimals as it takes that both, as they are
/// said, compare as they did. A rounded one may seem to meet what it misses by a hair.
/// </summary>
internal static class ComparedWords
{
    /// <summary>What numbers of a policy have at most. A value that needs more is just under the threshold, or just over it.</summary>
    public const int MostDecimals = 9;

    /// <summary>What a condition asks for, to its last decimal.</summary>
    public static string Threshold(ShownCondition condition, Tongue tongue) => condition.Measure.SayWhole(condition.Threshold, tongue);

    /// <summary>What it met.</summary>
    public static string Value(ShownCondition condition, Tongue tongue)
    {
        if ((condition.Value, condition.Threshold) is not (decimal, decimal threshold))
        {
            return condition.Measure.Say(condition.Value, tongue);
        }

        var (order, exact) = (Math.Sign(condition.Exact.CompareTo(threshold)), condition.Exact.ToDecimal());
        for (var decimals = condition.Measure.Unit().Decimals(); decimals <= MostDecimals; decimals++)
        {
            var said = decimal.Round(exact, decimals, MidpointRounding.AwayFromZero);
            if (Math.Sign(said.CompareTo(threshold)) == order)
            {
                return condition.Measure.Say(said, decimals, tongue);
            }
        }

        var at = Threshold(condition, tongue);
        return (order < 0, tongue) switch
        {
            (true, Tongue.Chinese) => $"略低于 {at}",
            (false, Tongue.Chinese) => $"略高于 {at}",
            (true, _) => $"just under {at}",
            _ => $"just over {at}",
        };
    }
}
