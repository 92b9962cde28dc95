using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Care;

/// <summary>Rehearsals in the database.</summary>
public sealed class Rehearsals(Database database) : IRehearsals
{
    private const string Insert = """
        INSERT INTO care_rehearsal_decision (campaign_id, attempt, customer_id, contact_id, channel, outcome, reason, variant)
        SELECT $1, $2, * FROM unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
        """;

    // What a launched campaign was rehearsed as stays: its run is compared with that.
    private const string Save = """
        INSERT INTO care_rehearsal (campaign_id, attempt, revision, words, as_of, made_at)
        SELECT id, $2, $3, $4, $5, $6 FROM care_campaign WHERE id = $1 AND status = 'draft' AND last_attempt = $2 FOR SHARE
        ON CONFLICT (campaign_id) DO UPDATE SET
            attempt = excluded.attempt, revision = excluded.revision, words = excluded.words, as_of = excluded.as_of, made_at = excluded.made_at
        """;

    private const string DeleteOthers = """
        DELETE FROM care_rehearsal_decision
        WHERE campaign_id = $1 AND attempt IS DISTINCT FROM (SELECT attempt FROM care_rehearsal WHERE campaign_id = $1)
        """;

    /// <inheritdoc/>
    public async Task<Rehearsal?> Find(string campaignId, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command("SELECT attempt, revision, words, as_of, made_at FROM care_rehearsal WHERE campaign_id = $1", campaignId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetGuid(0), row.GetInt64(1), row.Text(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4))
            : null;
    }

    /// <inheritdoc/>
    public async Task Begin(string campaignId, Guid attempt, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command("UPDATE care_campaign SET last_attempt = $2 WHERE id = $1", campaignId, attempt).ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task Add(string campaignId, Guid attempt, IReadOnlyCollection<CareDecision> decisions, CancellationToken ct)
    {
        var all = decisions.ToArray();
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            Insert, campaignId, attempt,
            Array.ConvertAll(all, d => d.Key.CustomerId),
            Array.ConvertAll(all, d => d.Key.ContactId),
            Array.ConvertAll(all, d => d.Key.Channel),
            Array.ConvertAll(all, d => d.Outcome.Word()),
            Array.ConvertAll(all, d => d.Reason),
            Array.ConvertAll(all, d => d.Variant)).ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<bool> Finish(string campaignId, Rehearsal rehearsal, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.Command(
            Save, campaignId, rehearsal.Attempt, rehearsal.Revision, Sql.OrNull(rehearsal.Words), rehearsal.AsOf, rehearsal.MadeAt).ExecuteNonQueryAsync(ct) == 0)
        {
            return false;
        }

        await connection.Command(DeleteOthers, campaignId).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <inheritdoc/>
    public async Task Discard(string campaignId, Guid attempt, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command("DELETE FROM care_rehearsal_decision WHERE campaign_id = $1 AND attempt = $2", campaignId, attempt).ExecuteNonQueryAsync(ct);
    }
}
