using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Store.Policies;

/// <summary>Drafts in the database. Numbers are given and publications made one at a time.</summary>
public sealed class PolicyDrafts(Database database, PolicyStore published, IBusinessClock clock) : IPolicyDrafts
{
    private const string Columns = "version, revision, document, created_by, created_at, changed_by, changed_at";

    private static readonly TimeSpan RequestKeyLife = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public async Task<PolicyDraft> Create(string json, string actor, IdempotencyKey? key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.PolicyNumbers).ExecuteNonQueryAsync(ct);
        await connection.Command(
            "UPDATE policy_draft SET request_key = NULL WHERE request_key = $1 AND created_at < $2", key?.Key ?? "", clock.Now - RequestKeyLife).ExecuteNonQueryAsync(ct);
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
        return await OneAsync(connection.Command($"SELECT {Columns} FROM policy_draft WHERE version = $1 AND is_open", version), ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PolicyDraft>> After(int version, int limit, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ManyAsync(
            connection.Command($"SELECT {Columns} FROM policy_draft WHERE version > $1 AND is_open ORDER BY version LIMIT $2", version, limit), ct);
    }

    /// <inheritdoc/>
    public async Task<PolicyDraft?> Change(int version, string json, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await OneAsync(
            Seen(
                connection.Command(
                    $"""
                    UPDATE policy_draft SET document = $2, revision = revision + 1, changed_by = $3, changed_at = $4
                    WHERE version = $1 AND is_open AND ($5 IS NULL OR revision = $5) RETURNING {Columns}
                    """,
                    version, json, actor, clock.Now),
                seen),
            ct);
    }

    /// <inheritdoc/>
    public async Task<bool> Discard(int version, long? seen, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = Seen(
            connection.Command("UPDATE policy_draft SET is_open = false, document = '{}' WHERE version = $1 AND is_open AND ($2 IS NULL OR revision = $2)", version),
            seen);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <inheritdoc/>
    public async Task<Publication> Publish(int version, long? seen, DateOnly inForceFrom, bool fourEyes, string actor, CancellationToken ct)
    {
        // What takes time is done before the lock that every commit waits for.
        if (await Find(version, ct) is not { } draft || (seen is { } revision && revision != draft.Revision))
        {
            return new(seen is null ? PolicyPublishing.Unknown : PolicyPublishing.Changed, []);
        }

        if (PolicyValidation.Check(draft.Json) is { IsEmpty: false } faults)
        {
            return new(PolicyPublishing.Invalid, faults);
        }

        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.Rules).ExecuteNonQueryAsync(ct);
        var others = (await published.SeenByAsync(connection, ct)).Published;
        if (PolicyPublishing.Refusal(draft, inForceFrom, clock.Today, others, fourEyes ? actor : null) is { } refusal)
        {
            return new(refusal, []);
        }

        var closed = await connection.Command(
            "UPDATE policy_draft SET is_open = false WHERE version = $1 AND revision = $2 AND is_open", version, draft.Revision).ExecuteNonQueryAsync(ct);
        if (closed == 0)
        {
            return new(PolicyPublishing.Changed, []);
        }

        await connection.Command(
            """
            WITH done AS (
                INSERT INTO policy (version, in_force_from, document, published_at, published_by) VALUES ($1, $2, $3::text::jsonb, $4, $5))
            UPDATE rules SET epoch = epoch + 1
            """,
            version, inForceFrom, draft.Json, clock.Now, actor).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new(null, []);
    }

    private static NpgsqlCommand Seen(NpgsqlCommand command, long? revision)
    {
        command.Parameters.Add(new() { Value = Sql.OrNull(revision), NpgsqlDbType = NpgsqlDbType.Bigint });
        return command;
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
