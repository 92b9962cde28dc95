using Lifecycle.Store.Committing;
using Lifecycle.Store.Jobs;
using Lifecycle.Store.Past;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Portfolio;

/// <summary>Folds open deltas and the record of changes every second, one silo at a time, and forgets what has lapsed: request keys, witnesses, old runs of jobs.</summary>
public sealed partial class PortfolioCompactor(Database database, TimeProvider time, ILogger<PortfolioCompactor> log)
    : PeriodicService(TimeSpan.FromSeconds(1), time)
{
    private const string Fold = """
        WITH open AS (DELETE FROM portfolio_delta WHERE pg_try_advisory_xact_lock($1) RETURNING *)
        INSERT INTO portfolio_cell AS c (class, tier, manager, region, customers, sales, receivable, overdue, score)
        SELECT class, tier, manager, region, sum(customers), sum(sales), sum(receivable), sum(overdue), sum(score)
        FROM open GROUP BY class, tier, manager, region
        ON CONFLICT (class, tier, manager, region) DO UPDATE SET
            customers = c.customers + excluded.customers, sales = c.sales + excluded.sales,
            receivable = c.receivable + excluded.receivable, overdue = c.overdue + excluded.overdue, score = c.score + excluded.score
        """;

    // Every look at the live figures reads what was deleted as well, until somebody cleans up. The server looks
    // once a minute, and every commit leaves up to two rows for each of its customers. The file keeps its size: the next rows need it.
    private const string Clean = "VACUUM (TRUNCATE false) portfolio_delta";

    private const int FoldsPerClean = 10;

    private int folds;

    /// <summary>Folds once what is open now.</summary>
    public async Task FoldAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var fold = connection.Command(Fold, AdvisoryLocks.Compactor);
        folds += await fold.ExecuteNonQueryAsync(ct) > 0 ? 1 : 0;
        await PastChanges.FoldAsync(connection, ct);
        if (folds >= FoldsPerClean)
        {
            folds = 0;
            await using var clean = connection.Command(Clean);
            await clean.ExecuteNonQueryAsync(ct);
        }
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken ct)
    {
        await FoldAsync(ct);
        await IdempotencyKeys.ForgetLapsedAsync(database, ct);
        await Witness.ForgetOldAsync(database, ct);
        await JobRuns.ForgetOldAsync(database, ct);
    }

    /// <inheritdoc/>
    protected override void Tell(string reason) => FoldFailed(log, reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Portfolio deltas stay open for now: {Reason}")]
    private static partial void FoldFailed(ILogger log, string reason);
}
