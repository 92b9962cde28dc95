using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Knowledge;

/// <summary>
/// Everybody as known then and now. A rating as of a day depends only on what occurred by it, so that the state of now is
/// right for whoever was not touched since; the others are folded from ledger and events, some at a time.
/// </summary>
internal static class TwiceReader
{
    /// <summary>Seconds: finding the touched may read whole tables before the first row comes.</summary>
    internal const int Patience = 3600;

    /// <summary>Adds everybody who can be read, both states able to be rated as of a day and later, on all cores.</summary>
    /// <param name="snapshot">A transaction that sees the same all the time.</param>
    /// <param name="ratable">The first day that is rated.</param>
    /// <param name="last">The last day that is rated as it was known then.</param>
    /// <param name="before">The instant that what was known then ends at.</param>
    /// <returns>The result, and whether everybody is in it.</returns>
    public static async Task<(T Whole, bool IsComplete)> FoldTwiceAsync<T>(
        this CustomerReader customers, NpgsqlConnection snapshot, DateOnly ratable, DateOnly last, DateTimeOffset before, Func<T> begin,
        IProgress<long>? progress, CancellationToken ct)
        where T : class, IFold<Twice, T>
    {
        var parts = new FoldParts<Twice, T>(begin, progress);
        var others = snapshot.Command(TouchedSql.Others, before, last);
        others.CommandTimeout = Patience;
        var isComplete = await customers.ScanAsync(others, ratable, states => parts.Add(states.Select(state => new Twice(state, state))), ct);

        await using (var open = snapshot.Command(TouchedSql.Open, before, last))
        {
            await open.ExecuteNonQueryAsync(ct);
        }

        var touched = new TouchedCustomers(customers, snapshot, ratable, before);
        await customers.ForEachAsync(touched.ReadAsync(ct), some => parts.Add(some.Fold()), ct);
        return (parts.Join(), isComplete && touched.IsComplete);
    }
}
