using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Tasks;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>The messages that wait, and what became of those that were taken.</summary>
public sealed class Outbox(Database database, CareFactsReader facts, Programmes programmes) : IOutbox
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public async ValueTask<bool> AnyDue(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (bool)(await connection.Command(OutboxSql.AnyDueMessage, now).ExecuteScalarAsync(ct))!;
    }

    /// <inheritdoc/>
    public async ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = await connection.Command(OutboxSql.DuePage, now, after.After, after.Key, PageSize).RowsAsync(
            row => (Key: row.GetString(0), After: row.GetFieldValue<DateTimeOffset>(1), CustomerId: row.GetString(2), Channel: row.GetString(3)), ct);
        if (due.Count == 0)
        {
            return new([], null);
        }

        var customers = await connection.Command(OutboxSql.LockCustomers, (object)due.Select(d => d.CustomerId).Distinct().ToArray()).TextsAsync(ct);
        var programme = await programmes.ReadAsync(connection, ct);
        if (due.Any(d => d.Channel == CareChannels.Task))
        {
            await BudgetRows.LockAsync(connection, [.. programme.Rules.Select(r => r.Todo?.Budget).OfType<string>()], ct);
        }

        var rates = await RatesAsync(connection, programme, now, ct);
        var keys = due.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        var takings = new List<(CareDecision Before, Taking Taking)>();
        foreach (var customer in await facts.ReadAsync(connection, customers, CareSpan.Since(now), ct))
        {
            // The next one counts what was decided about this one.
            var decided = new Dictionary<CareKey, CareDecision>(customer.Decided);
            foreach (var before in customer.Decided.Values.Where(d => d.IsWaiting && keys.Contains(d.Key.MessageKey)))
            {
                var taking = decide(programme, customer with { Decided = decided }, before, rates);
                taking = taking.Task is { } task ? await OpenAsync(connection, taking, task, now, ct) : taking;
                decided[before.Key] = taking.Decision;
                takings.Add((before, taking));
            }
        }

        await WriteAsync(connection, takings, rates, now, ct);
        await transaction.CommitAsync(CancellationToken.None);
        return new([.. takings.Select(t => t.Taking.Taken).OfType<TakenMessage>()], due.Count == PageSize ? new(due[^1].After, due[^1].Key) : null);
    }

    /// <inheritdoc/>
    public async ValueTask Report(IReadOnlyCollection<DeliveryReport> reports, CancellationToken ct) => await Begin([], reports, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> Begin(
        IReadOnlyCollection<TakenMessage> next, IReadOnlyCollection<DeliveryReport> ended, CancellationToken ct)
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        if (next.Count == 0 && ended.Count == 0)
        {
            return begun;
        }

        await using var connection = await database.Committers.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        AddReports(batch, ended);
        if (next.Count > 0)
        {
            var sorted = next.OrderBy(m => m.Message.Key, StringComparer.Ordinal).ToArray();
            batch.Add(OutboxSql.BeginMessages, Array.ConvertAll(sorted, m => m.Message.Key), Array.ConvertAll(sorted, m => m.Ticket));
        }

        await using var row = await batch.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            begun.Add(row.GetString(0));
        }

        // To the end of the batch: that is where it is committed, and nothing may go on the wire before.
        await row.NextResultAsync(ct);
        return begun;
    }

    /// <inheritdoc/>
    public async ValueTask GiveBack(IReadOnlyCollection<LeftDispatch> inHand, CancellationToken ct)
    {
        if (inHand.Count > 0)
        {
            await using var connection = await database.Readers.OpenConnectionAsync(ct);
            await connection.Command(OutboxSql.GiveBack, inHand.Select(l => l.Key).ToArray(), inHand.Select(l => l.Ticket).ToArray()).ExecuteNonQueryAsync(ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeftDispatch>> Left(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await connection.Command(OutboxSql.Unreported).RowsAsync(
            row => new LeftDispatch(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4)), ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> Present(string owner, CancellationToken ct) =>
        await SessionLock.TakeAsync(database, "lifecycle-sender", AdvisoryLocks.Senders, owner, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> IsGone(string owner, CancellationToken ct)
    {
        // Of a transaction, which is over with the answer: whoever asks twice must not find that he himself has it still.
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await connection.Command("SELECT pg_try_advisory_xact_lock($1, hashtext($2))", AdvisoryLocks.Senders, owner).ExecuteScalarAsync(ct) is true;
    }

    /// <inheritdoc/>
    public async ValueTask Doubt(IReadOnlyCollection<string> mine, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(OutboxSql.NameDoubt, mine.ToArray(), now).ExecuteNonQueryAsync(ct);
    }

    // In one order, so that two reports about the same messages do not wait crosswise.
    private static void AddReports(NpgsqlBatch batch, IReadOnlyCollection<DeliveryReport> reports)
    {
        if (reports.Count > 0)
        {
            var told = reports.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Ticket, Says: ReportWords.Of(r.Delivery), r.LookAgain)).ToArray();
            batch.Add(
                OutboxSql.ReportMessages,
                Array.ConvertAll(told, t => t.Key),
                Array.ConvertAll(told, t => t.Ticket),
                Array.ConvertAll(told, t => t.Says.Status),
                Array.ConvertAll(told, t => t.Says.Outcome.Word()),
                Array.ConvertAll(told, t => t.Says.Reason),
                Array.ConvertAll(told, t => t.LookAgain.UtcDateTime));
        }
    }

    /// <summary>Opens a to-do and charges its budget, if there is enough left; that is its sending.</summary>
    private static async Task<Taking> OpenAsync(NpgsqlConnection connection, Taking taking, CareTask task, DateTimeOffset now, CancellationToken ct)
    {
        if (task.BudgetId is { } budget && await BudgetRows.TryCharge(connection, budget, task.Cost, taking.Decision.OccursOn, ct) is { } refusal)
        {
            return new(taking.Decision with { Outcome = CareOutcome.Capped, Reason = refusal.Code });
        }

        // At once, since the next one must see what this one costs.
        await using var batch = new NpgsqlBatch(connection);
        TaskRows.Open(batch, [task], now);
        await batch.ExecuteNonQueryAsync(ct);
        return new(taking.Decision with { Outcome = CareOutcome.Sent, Reason = null, SentAt = now });
    }

    private static async Task<CareRates> RatesAsync(NpgsqlConnection connection, CareProgramme programme, DateTimeOffset now, CancellationToken ct)
    {
        var scopes = programme.Rules.Select(CareRates.Scope).OfType<string>().Order(StringComparer.Ordinal).ToArray();
        if (scopes.Length == 0)
        {
            return new([]);
        }

        await connection.Command(OutboxSql.KnowRates, scopes, now).ExecuteNonQueryAsync(ct);
        var free = await connection.Command(OutboxSql.Rates, (object)scopes).RowsAsync(row => (row.GetString(0), row.GetFieldValue<DateTimeOffset>(1)), ct);
        return new(free.ToDictionary(StringComparer.Ordinal));
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<(CareDecision Before, Taking Taking)> takings, CareRates rates, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var decided = takings.Where(t => t.Taking.Taken is null ? t.Taking.Decision != t.Before : !t.Taking.Decision.SaysTheSameAs(t.Before))
            .Select(t => t.Taking.Decision).ToArray();
        var expected = CareRows.Save(batch, decided, now);
        var taken = takings.Select(t => t.Taking.Taken).OfType<TakenMessage>().ToArray();
        if (taken.Length > 0)
        {
            expected.Add((
                batch.Add(
                    OutboxSql.TakeMessages,
                    Array.ConvertAll(taken, t => t.Message.Key), Array.ConvertAll(taken, t => t.Channel.Owner), Array.ConvertAll(taken, t => t.Ticket), now,
                    Array.ConvertAll(taken, t => t.Channel.Remembers ? null : t.Ticket)),
                taken.Length));
        }

        if (rates.FreeAt.Count > 0)
        {
            batch.Add(OutboxSql.SaveRates, rates.FreeAt.Keys.ToArray(), rates.FreeAt.Values.Select(at => at.UtcDateTime).ToArray());
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteExactlyAsync(expected, ct);
        }
    }
}
