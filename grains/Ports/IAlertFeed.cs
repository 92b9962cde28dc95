using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>An entry of the feed of alerts.</summary>
/// <param name="Number">Its place in the feed.</param>
/// <param name="Change"><c>opened</c>, <c>updated</c>, <c>acknowledged</c>, <c>escalated</c> or <c>closed</c>.</param>
/// <param name="FormerManager">Whose it was before the change.</param>
/// <param name="FormerSuperior">Whom it was passed on to before, where the change ended that.</param>
/// <param name="Snapshot">The alert's row after the change, as JSON.</param>
/// <param name="Rating">The rating that decided it last.</param>
public sealed record AlertFeedEntry(
    long Number, string Change, string? FormerManager, string? FormerSuperior, string Snapshot, DecidingRating Rating, string? CustomerName);

/// <summary>How far the feed is. Nothing will ever come before its last entry.</summary>
/// <param name="Epoch">Names the history that the numbers belong to: another one after the database was restored.</param>
/// <param name="Last">The number of the last entry.</param>
/// <param name="Settled">Up to here all numbers are decided, also those that nobody committed; places never name these.</param>
/// <param name="RecentAfter">After this number all settled entries are in <paramref name="Recent"/>.</param>
/// <param name="Moved">Completes when there is a newer state.</param>
public sealed record AlertFeedState(string Epoch, long Last, long Settled, long RecentAfter, ImmutableArray<AlertFeedEntry> Recent, Task Moved);

/// <summary>Every change of every alert, exactly once and in the same order on every silo.</summary>
public interface IAlertFeed
{
    /// <summary>How far the feed is now; waits only while the silo starts.</summary>
    ValueTask<AlertFeedState> State(CancellationToken ct);

    /// <summary>Like <see cref="State"/>, once everything is in it that was committed before: where "from now on" begins.</summary>
    ValueTask<AlertFeedState> Now(CancellationToken ct);

    /// <summary>The next settled entries after a number, up to <see cref="AlertFeedState.Last"/>; empty when there are none.</summary>
    ValueTask<IReadOnlyList<AlertFeedEntry>> Read(AlertFeedState state, long after, CancellationToken ct);
}
