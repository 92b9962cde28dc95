namespace Lifecycle.Grains;

/// <summary>
/// Figures of the whole portfolio as of any day, from everything known now. The same question again is answered from
/// memory while nothing was committed that its days depend on.
/// </summary>
public interface IPastFigures
{
    /// <summary>Looks at every customer whose state can be read, in one snapshot, on all cores.</summary>
    /// <param name="question">Names what is asked, with its days: equal questions have equal answers.</param>
    /// <param name="first">The first day that is rated.</param>
    /// <param name="last">The last day that is rated.</param>
    /// <param name="begin">An empty answer, under the policies of the snapshot.</param>
    /// <param name="progress">Told now and then how many customers are done.</param>
    /// <returns>An answer that others may hold, too: it must not be changed.</returns>
    Task<T> Ask<T>(
        object question, DateOnly first, DateOnly last, Func<PolicyBook, T> begin, CancellationToken ct, IProgress<long>? progress = null)
        where T : class, IFold<T>;

    /// <summary>The same from what was known at the end of a day, beside what is known now.</summary>
    /// <param name="last">The last day that is rated. What was known then is asked only about days up to the one that it was known on.</param>
    /// <param name="begin">An empty answer, under the policies known then and those known now.</param>
    Task<T> AskTwice<T>(
        object question, DateOnly first, DateOnly last, KnownAt known, Func<PolicyBook, PolicyBook, T> begin, CancellationToken ct,
        IProgress<long>? progress = null)
        where T : class, IFold<Twice, T>;
}

/// <summary>The questions that several parts of the system ask.</summary>
public static class PastQuestions
{
    /// <summary>The portfolio as of a day.</summary>
    public static async Task<Portfolio> PortfolioOf(this IPastFigures figures, DateOnly day, CancellationToken ct, IProgress<long>? progress = null) =>
        (await figures.Ask(("portfolio", day), day, day, policies => new PortfolioAsOf(day, policies), ct, progress)).Figures;

    /// <summary>What moved the portfolio between what was known on one day about it and what is known now about a later one.</summary>
    public static Task<Attribution> ChangesBetween(
        this IPastFigures figures, DateOnly from, DateOnly to, IBusinessClock clock, CancellationToken ct, IProgress<long>? progress = null) =>
        figures.AskTwice(("changes", from, to), from, to, KnownAt.EndOf(from, clock), (then, now) => new Attribution(from, to, then, now), ct, progress);
}
