using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Tasks;

/// <summary>To-dos of account managers in the database. Locks are taken as in a commit: customer, request key, then the budget.</summary>
public sealed class CareTasks(Database database, IBusinessClock clock) : ICareTasks
{
    /// <inheritdoc/>
    public Task<TaskChange> Finish(long id, TaskOutcome outcome, Origin origin, CancellationToken ct) =>
        EndAsync(id, task => task.Finish(outcome), origin, ct);

    /// <inheritdoc/>
    public Task<TaskChange> Cancel(long id, Origin origin, CancellationToken ct) => EndAsync(id, task => task.Cancel(), origin, ct);

    /// <inheritdoc/>
    public async Task<VisitHistory> Visits(string customerId, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var visits = await connection.Command(VisitRows.Histories, new[] { customerId }, clock.Zone.Id).RowsAsync(row => VisitRows.Read(row).Visits, ct);
        var rated = await connection.Command(VisitRows.FirstRatings, (object)new[] { customerId })
            .RowsAsync(row => (DateOnly?)row.GetFieldValue<DateOnly>(1), ct);
        return visits.SingleOrDefault(VisitHistory.None) with { FirstRatedOn = rated.SingleOrDefault() };
    }

    private async Task<TaskChange> EndAsync(
        long id, Func<StoredTask, (StoredTask After, Refusal? Refusal)> decide, Origin origin, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await TaskRows.FindAsync(connection, id, ct) is not { Task: var task })
        {
            return Refused(StoredTask.Unknown);
        }

        // A care decision under this lock sees what became of tasks.
        await CustomerLocks.HoldAsync(connection, [task.CustomerId], ct);
        var (isFirst, reused) = origin.Idempotency is { } key ? await IdempotencyKeys.ClaimAsync(connection, key, ct) : (true, null);
        if (reused is not null)
        {
            return Refused(reused);
        }

        // A request that came before: what it did stands.
        var before = (await TaskRows.FindAsync(connection, id, ct))!;
        var (after, refusal) = isFirst ? decide(before) : (before, null);
        if (refusal is not null)
        {
            return Refused(refusal);
        }

        if (after != before)
        {
            // Whoever charges the same budget meanwhile waits, and then sees what is left of it.
            if (task.BudgetId is { } budget)
            {
                await BudgetRows.LockAsync(connection, [budget], ct);
            }

            await TaskRows.EndAsync(connection, after, origin.Actor, clock.Now, ct);
        }

        await transaction.CommitAsync(ct);
        return new(after, IsDuplicate: after == before, Refusal: null);
    }

    private static TaskChange Refused(Refusal refusal) => new(Task: null, IsDuplicate: false, refusal);
}
