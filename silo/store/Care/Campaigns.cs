using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Templates;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Campaigns in the database.</summary>
public sealed class Campaigns(Database database, TemplateStore templates, IBusinessClock clock) : ICampaigns
{
    private const int Together = 1000;

    private const string Select = """
        SELECT c.id, c.name, c.status, c.document::text, c.version, c.changed_by, c.changed_at, c.approved_by, c.approved_at, c.launched_by,
            c.launched_at, r.revision, r.words, c.approved_words,
            EXISTS (SELECT FROM job_run j WHERE j.name = 'rehearse' AND j.scope = c.id AND j.status IN ('queued', 'running'))
        FROM care_campaign c LEFT JOIN care_rehearsal r ON r.campaign_id = c.id
        """;

    private const string Insert = """
        INSERT INTO care_campaign (id, name, status, document, version, changed_by, changed_at) VALUES ($1, $2, 'draft', $3::text::jsonb, 1, $4, $5)
        ON CONFLICT DO NOTHING
        """;

    private const string Save = """
        UPDATE care_campaign SET name = $2, status = $3, document = $4::text::jsonb, version = $5, changed_by = $6, changed_at = $7, approved_by = $8,
            approved_at = $9, launched_by = $10, launched_at = $11, approved_words = $12
        WHERE id = $1
        """;

    // Whoever takes a message holds its customer, and may have read the campaign as it was before: these are all that it may have in hand.
    private const string Pausing = """
        SELECT DISTINCT d.customer_id FROM care_decision d JOIN message m ON m.key = d.message_key
        WHERE d.occasion = 'campaign' AND d.occurrence = $1 AND d.outcome IN ('scheduled', 'held') AND m.status = 'scheduled'
            AND (d.reason = 'paused' OR m.send_after <= $4) AND d.customer_id > $2
        ORDER BY d.customer_id LIMIT $3
        """;

    private const string Waiting = """
        SELECT DISTINCT d.customer_id FROM care_decision d
        WHERE d.occasion = 'campaign' AND d.occurrence = $1 AND d.outcome IN ('scheduled', 'held') AND d.customer_id > $2
        ORDER BY d.customer_id LIMIT $3
        """;

    private const string MakeDue = """
        UPDATE message m SET send_after = d.send_after FROM care_decision d
        WHERE d.customer_id = ANY($2) AND d.occasion = 'campaign' AND d.occurrence = $1 AND d.outcome = 'held' AND d.reason = 'paused'
            AND m.key = d.message_key AND m.status = 'scheduled'
        """;

    // What is leaving stays: it has left, or is taken back and looked at again.
    private const string CancelWaiting = """
        WITH ended AS (
            UPDATE message m SET status = 'cancelled' FROM care_decision d
            WHERE d.customer_id = ANY($2) AND d.occasion = 'campaign' AND d.occurrence = $1 AND d.outcome IN ('scheduled', 'held')
                AND m.key = d.message_key AND m.status = 'scheduled'
            RETURNING m.key)
        UPDATE care_decision d SET outcome = 'cancelled', reason = 'campaign-cancelled', decided_at = $3 FROM ended e WHERE d.message_key = e.key
        """;

    /// <inheritdoc/>
    public async Task<CareCampaign?> Find(string id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (await ReadAsync(connection.Command(Select + " WHERE c.id = $1", id), ct)).FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CareCampaign>> Before(string? id, int most, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ReadAsync(
            connection.Command(Select + " WHERE $1::text IS NULL OR c.id < $1 ORDER BY c.id DESC LIMIT $2", Sql.OrNull(id), most), ct);
    }

    /// <inheritdoc/>
    public async Task<CareCampaign> Create(string id, CampaignDraft draft, string actor, CancellationToken ct)
    {
        await using (var connection = await database.Readers.OpenConnectionAsync(ct))
        {
            await connection.Command(Insert, id, draft.Name, CareRuleJson.Write(draft.Rule), actor, clock.Now).ExecuteNonQueryAsync(ct);
        }

        return (await Find(id, ct))!; // never deleted
    }

    /// <inheritdoc/>
    public async Task<(CareCampaign? After, Refusal? Refusal)> Step(
        string id, long? seen, Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // So that what is launched has the words that were rehearsed, whoever saves others on whatever silo.
        await templates.HoldAsync(connection, ct);
        if ((await ReadAsync(connection.Command(Select + " WHERE c.id = $1 FOR UPDATE OF c", id), ct)).FirstOrDefault() is not { } before)
        {
            return (null, CareCampaign.Unknown);
        }

        if (seen is { } tag && tag != before.Tag)
        {
            return (null, CareCampaign.Changed);
        }

        var (after, refusal) = step(before);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        await connection.Command(
            Save, id, after.Name, after.Status, CareRuleJson.Write(after.Rule), after.Revision, after.ChangedBy, after.ChangedAt, Sql.OrNull(after.ApprovedBy),
            Sql.OrNull(after.ApprovedAt), Sql.OrNull(after.LaunchedBy), Sql.OrNull(after.LaunchedAt),
            Sql.OrNull(after.ApprovedWords)).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (after with { Words = templates.WordsOf(after.Rule) }, null);
    }

    /// <inheritdoc/>
    public Task Wake(string id, CancellationToken ct) => InPagesAsync(
        (connection, after) => connection.Command(Pausing, id, after, Together, clock.Now),
        (connection, customers) => connection.Command(MakeDue, id, customers), ct);

    /// <inheritdoc/>
    public Task CallOff(string id, DateTimeOffset now, CancellationToken ct) => InPagesAsync(
        (connection, after) => connection.Command(Waiting, id, after, Together),
        (connection, customers) => connection.Command(CancelWaiting, id, customers, now), ct);

    private async Task InPagesAsync(
        Func<NpgsqlConnection, string, NpgsqlCommand> find, Func<NpgsqlConnection, string[], NpgsqlCommand> change, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        for (var page = await find(connection, "").TextsAsync(ct); page.Count > 0; page = await find(connection, page[^1]).TextsAsync(ct))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var customers = page.ToArray();
            await CustomerLocks.HoldAsync(connection, customers, ct);
            await change(connection, customers).ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    private Task<List<CareCampaign>> ReadAsync(NpgsqlCommand command, CancellationToken ct) => command.RowsAsync(
        row =>
        {
            var rule = CareRuleJson.Read(row.GetString(3)) with { Campaign = row.GetString(0) };
            return new CareCampaign(
                row.GetString(0), row.GetString(1), row.GetString(2), rule, row.GetInt64(4), row.GetString(5), row.GetFieldValue<DateTimeOffset>(6), row.Text(7),
                row.Maybe<DateTimeOffset>(8), row.Text(9), row.Maybe<DateTimeOffset>(10), row.Maybe<long>(11))
            {
                Words = templates.WordsOf(rule),
                RehearsedWords = row.Text(12),
                ApprovedWords = row.Text(13),
                IsRehearsing = row.GetBoolean(14),
            };
        },
        ct);
}
