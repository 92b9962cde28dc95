namespace Lifecycle.Grains;

/// <summary>Everybody rated under two policies on one day.</summary>
/// <param name="book">Where <paramref name="before"/> is what is in force: also on earlier review days of tiers. Null: one version is asked about every day.</param>
/// <param name="moved">Told of everybody who moves; null: nobody wants to know.</param>
internal sealed class ComparedDay(DateOnly day, Policy before, PolicyBook? book, Policy after, DateOnly today, Action<Mover>? moved)
{
    private readonly Moves moves = new();
    private readonly RaisedAlerts alerts = new();
    private readonly Backtesting? backtest = day.AddDays(Backtesting.Later) <= today ? new(day) : null;
    private readonly bool isWatchedAlike = AreAlike(before.Document, after.Document);

    public SimulatedDay Figures => new(
        day, before.Version, moves.ByClass, moves.ByTier, moves.Before, moves.After, alerts.Counts, backtest?.Counted);

    public void Add(CustomerState customer)
    {
        var ratings = BothRatings.Of(customer, day, before, after, book);
        var (standing, next) = (Standing.Of(ratings.Before, null, customer.Profile), Standing.Of(ratings.After, null, customer.Profile));
        moves.Add(standing, next);
        backtest?.Add(customer, standing, next);

        // Nearly everybody ends here: the same place, and the same numbers under the same thresholds.
        if (!ratings.IsMove && isWatchedAlike)
        {
            return;
        }

        alerts.Add(ratings, standing, next, before.Document.Alerts, after.Document.Alerts);
        if (ratings.IsMove)
        {
            moved?.Invoke(Mover.Of(customer.Id, next.Manager, ratings));
        }
    }

    public void Join(ComparedDay other)
    {
        moves.Join(other.moves);
        alerts.Join(other.alerts);
        if (other.backtest is { } counted)
        {
            backtest!.Join(counted);
        }
    }

    private static bool AreAlike(PolicyDocument a, PolicyDocument b) =>
        a.Window == b.Window && a.Alerts with { OverdueDays = b.Alerts.OverdueDays } == b.Alerts && a.Alerts.OverdueDays.SequenceEqual(b.Alerts.OverdueDays);
}
