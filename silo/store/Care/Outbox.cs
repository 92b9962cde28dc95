using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Tasks;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>The messages that wait, and what became of those that were taken.</summary>
public sealed class Outbox(Database database, CareFactsReader facts, Programmes programmes) : IOutbox
{
    private const int PageSize = 100;

    private const string NotQuarantined =
        "NOT EXISTS (SELECT FROM care_decision d JOIN quarantine q ON q.customer_id = d.customer_id WHERE d.message_key = message.key)";

    private const string AnyDueMessage =
        $"SELECT EXISTS (SELECT FROM message WHERE status = 'scheduled' AND send_after <= $1 AND {NotQuarantined})";

    // Whoever has a message or its customer at this moment is passed over, not waited for: so no two wait for each other, and
    // senders share the work by themselves.
    private const string DuePage = $"""
        SELECT m.key, m.send_after, d.customer_id, d.channel
        FROM (
            SELECT key, send_after FROM message
            WHERE status = 'scheduled' AND send_after <= $1 AND (send_after, key) > ($2, $3) AND {NotQuarantined}
            ORDER BY send_after, key LIMIT $4 FOR UPDATE SKIP LOCKED) AS m
        JOIN care_decision d ON d.message_key = m.key
        ORDER BY m.send_after, m.key
        """;

    private const string LockCustomers = "SELECT id FROM customer WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED";

    private const string TakeMessages = """
        UPDATE message m SET status = 'sending', claimed_by = t.owner, ticket = t.ticket, claimed_at = $4
        FROM unnest($1::text[], $2::text[], $3::text[]) AS t(key, owner, ticket) WHERE m.key = t.key AND m.status = 'scheduled'
        """;

    private const string KnowRates = "INSERT INTO care_rate (scope, free_at) SELECT s, $2 FROM unnest($1::text[]) AS s ORDER BY s ON CONFLICT DO NOTHING";

    // A statement of its own: it sees what whoever was first has made.
    private const string Rates = """
        SELECT scope, free_at FROM care_rate WHERE scope = ANY($1) ORDER BY scope FOR UPDATE
        """;

    private const string SaveRates = """
        UPDATE care_rate r SET free_at = f.free_at FROM unnest($1::text[], $2::timestamptz[]) AS f(scope, free_at) WHERE r.scope = f.scope
        """;

    // Only the last ticket counts, and what is in doubt for others may still be known here.
    private const string ReportMessages = """
        WITH told AS (
            UPDATE message m SET status = r.status, send_after = CASE WHEN r.status = 'scheduled' THEN r.again ELSE m.send_after END,
                attempts = m.attempts + 1
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS r(key, ticket, status, outcome, reason, again)
            WHERE m.key = r.key AND m.ticket = r.ticket AND m.status IN ('sending', 'in_doubt')
            RETURNING m.key, m.claimed_at, r.outcome, r.reason)
        UPDATE care_decision d SET outcome = t.outcome, reason = t.reason, sent_at = CASE WHEN t.outcome IN ('sent', 'in_doubt') THEN t.claimed_at END
        FROM told t WHERE d.message_key = t.key
        """;

    private const string Unreported = "SELECT key, ticket, claimed_by, status = 'in_doubt' FROM message WHERE status IN ('sending', 'in_doubt') ORDER BY key";

    // Sending ends two hours before the day does: whoever has not reported by then is gone.
    private const string NameDoubt = """
        WITH lost AS (
            UPDATE message SET status = 'in_doubt' WHERE status = 'sending' AND NOT claimed_by = ANY($1) AND expires_at <= $2
            RETURNING key, claimed_at)
        UPDATE care_decision d SET outcome = 'in_doubt', reason = 'sender-vanished', sent_at = l.claimed_at FROM lost l WHERE d.message_key = l.key
        """;

    /// <inheritdoc/>
    public async ValueTask<bool> AnyDue(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (bool)(await connection.Command(AnyDueMessage, now).ExecuteScalarAsync(ct))!;
    }

    /// <inheritdoc/>
    public async ValueTask<OutboxPage> Take(
        OutboxCursor after, DateTimeOffset now, Func<CareProgramme, CareFacts, CareDecision, CareRates, Taking> decide, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = await DueAsync(connection, now, after, ct);
        if (due.Count == 0)
        {
            return new([], null);
        }

        var customers = await connection.Command(LockCustomers, (object)due.Select(d => d.CustomerId).Distinct().ToArray()).TextsAsync(ct);
        var programme = await programmes.ReadAsync(connection, ct);
        if (due.Any(d => d.Channel == CareChannels.Task))
        {
            await BudgetRows.LockAllAsync(connection, programme.Rules.Select(r => r.Todo?.Budget).OfType<string>(), ct);
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
    public async ValueTask Report(IReadOnlyCollection<DeliveryReport> reports, CancellationToken ct)
    {
        if (reports.Count == 0)
        {
            return;
        }

        // In one order, so that two reports about the same messages do not wait crosswise.
        var told = reports.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Ticket, Says: ReportWords.Of(r.Delivery), r.LookAgain)).ToArray();
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            ReportMessages,
            Array.ConvertAll(told, t => t.Key),
            Array.ConvertAll(told, t => t.Ticket),
            Array.ConvertAll(told, t => t.Says.Status),
            Array.ConvertAll(told, t => t.Says.Outcome.Word()),
            Array.ConvertAll(told, t => t.Says.Reason),
            Array.ConvertAll(told, t => t.LookAgain.UtcDateTime)).ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeftDispatch>> Left(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(Unreported);
        await using var row = await command.ExecuteReaderAsync(ct);
        var left = new List<LeftDispatch>();
        while (await row.ReadAsync(ct))
        {
            left.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)));
        }

        return left;
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> Present(string owner, CancellationToken ct) =>
        await SessionLock.TakeAsync(database, "lifecycle-sender", AdvisoryLocks.Senders, owner, ct);

    /// <inheritdoc/>
    public async ValueTask<bool> IsGone(string owner, CancellationToken ct)
    {
        await using var taken = await SessionLock.TryTakeAsync(database, "lifecycle-sender", AdvisoryLocks.Senders, owner, ct);
        return taken is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<int> Doubt(IReadOnlyCollection<string> mine, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await connection.Command(NameDoubt, mine.ToArray(), now).ExecuteNonQueryAsync(ct);
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

    private static async Task<List<(string Key, DateTimeOffset After, string CustomerId, string Channel)>> DueAsync(
        NpgsqlConnection connection, DateTimeOffset now, OutboxCursor after, CancellationToken ct)
    {
        await using var command = connection.Command(DuePage, now, after.After, after.Key, PageSize);
        await using var row = await command.ExecuteReaderAsync(ct);
        var due = new List<(string, DateTimeOffset, string, string)>();
        while (await row.ReadAsync(ct))
        {
            due.Add((row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3)));
        }

        return due;
    }

    private static async Task<CareRates> RatesAsync(NpgsqlConnection connection, CareProgramme programme, DateTimeOffset now, CancellationToken ct)
    {
        var scopes = programme.Rules.Select(CareRates.Scope).OfType<string>().Order(StringComparer.Ordinal).ToArray();
        var free = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (scopes.Length > 0)
        {
            await connection.Command(KnowRates, scopes, now).ExecuteNonQueryAsync(ct);
            await using var command = connection.Command(Rates, (object)scopes);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                free.Add(row.GetString(0), row.GetFieldValue<DateTimeOffset>(1));
            }
        }

        return new(free);
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
                    TakeMessages,
                    Array.ConvertAll(taken, t => t.Message.Key), Array.ConvertAll(taken, t => t.Owner), Array.ConvertAll(taken, t => t.Ticket), now),
                taken.Length));
        }

        if (rates.FreeAt.Count > 0)
        {
            batch.Add(SaveRates, rates.FreeAt.Keys.ToArray(), rates.FreeAt.Values.Select(at => at.UtcDateTime).ToArray());
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteExactlyAsync(expected, ct);
        }
    }
}
