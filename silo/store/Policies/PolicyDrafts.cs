using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Policies;

/// <summary>Drafts in the database. Numbers are given and publications made one at a time.</summary>
public sealed class PolicyDrafts(Database database, PolicyStore published, IBusinessClock clock) : IPolicyDrafts
{
    private const string Columns = "version, revision, document, created_by, created_at, changed_by, changed_at";

    /// <inheritdoc/>
    public async Task<PolicyDraft> Create(string json, string actor, IdempotencyKey? key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.PolicyNumbers).ExecuteNonQueryAsync(ct);
        await using var insert = connection.Command(
            $"""
            INSERT INTO policy_draft (version, revision, document, created_by, created_at, changed_by, changed_at, request_key)
            SELECT greatest((SELECT max(version) FROM policy), (SELECT max(version) FROM policy_draft)) + 1, 1, $1, $2, $3, $2, $3, nullif($4, '')
            ON CONFLICT (request_key) DO UPDATE SET request_key = excluded.request_key
            RETURNING {Columns}
            """,
            json, actor, clock.Now, key?.Key ?? "");
        var draft = (await OneAsync(insert, ct))!;
        await transaction.CommitAsync(ct);
        return draft;
    }

    /// <inheritdoc/>
    public async Task<PolicyDraft?> Find(int version, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await OneAsync(connection.Command($"SELECT {Columns} FROM policy_draft WHERE version = $1 AND NOT is_published", version), ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PolicyDraft>> All(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ManyAsync(connection.Command($"SELECT {Columns} FROM policy_draft WHERE NOT is_published ORDER BY version"), ct);
    }

    /// <inheritdoc/>
    public async Task<PolicyDraft?> Change(int version, string json, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await OneAsync(
            connection.Command(
                $"""
                UPDATE policy_draft SET document = $2, revision = revision + 1, changed_by = $3, changed_at = $4
                WHERE version = $1 AND NOT is_published AND ($5 = 0 OR revision = $5) RETURNING {Columns}
                """,
                version, json, actor, clock.Now, seen ?? 0),
            ct);
    }

    /// <inheritdoc/>
    public async Task<bool> Discard(int version, long? seen, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await connection.Command(
            "DELETE FROM policy_draft WHERE version = $1 AND NOT is_published AND ($2 = 0 OR revision = $2)", version, seen ?? 0).ExecuteNonQueryAsync(ct) == 1;
    }

    /// <inheritdoc/>
    public async Task<Publication> Publish(int version, long? seen, DateOnly inForceFrom, bool fourEyes, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.Rules).ExecuteNonQueryAsync(ct);
        var draft = await OneAsync(
            connection.Command($"SELECT {Columns} FROM policy_draft WHERE version = $1 AND NOT is_published FOR UPDATE", version), ct);
        if (draft is null || (seen is { } revision && revision != draft.Revision))
        {
            return new(draft is null ? PolicyPublishing.Unknown : PolicyPublishing.Changed, []);
        }

        var others = (await published.Newest(ct)).Published;
        if (PolicyPublishing.Refusal(draft, inForceFrom, clock.Today, others, fourEyes ? actor : null) is { } refusal)
        {
            return new(refusal, []);
        }

        if (PolicyValidation.Check(draft.Json) is { IsEmpty: false } faults)
        {
            return new(PolicyPublishing.Invalid, faults);
        }

        await connection.Command(
            """
            WITH done AS (
                INSERT INTO policy (version, in_force_from, document, published_at, published_by) VALUES ($1, $2, $3::text::jsonb, $4, $5)),
            kept AS (UPDATE policy_draft SET is_published = true WHERE version = $1)
            UPDATE rules SET epoch = epoch + 1
            """,
            version, inForceFrom, draft.Json, clock.Now, actor).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        await published.Newest(ct);
        return new(null, []);
    }

    private static async Task<PolicyDraft?> OneAsync(NpgsqlCommand command, CancellationToken ct) => (await ManyAsync(command, ct)).SingleOrDefault();

    private static async Task<List<PolicyDraft>> ManyAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var drafts = new List<PolicyDraft>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            drafts.Add(new(
                row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4),
                row.GetString(5), row.GetFieldValue<DateTimeOffset>(6)));
        }

        return drafts;
    }
}
