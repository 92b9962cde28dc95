using System.Collections.Concurrent;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Store.Scorecards;

/// <summary>Versions of scorecards in the database.</summary>
public sealed class Scorecards(Database database, IBusinessClock clock) : IScorecards
{
    private const string Columns = """
        s.name, s.version, s.revision, s.document, s.changed_by, s.changed_at, s.published_at,
        s.version IS NOT DISTINCT FROM (SELECT max(c.version) FROM scorecard c WHERE c.name = s.name AND c.published_at IS NOT NULL)
        """;

    private const string One = $"SELECT {Columns} FROM scorecard s WHERE s.name = $1 AND s.version = $2";

    private const string Current = $"SELECT {Columns} FROM scorecard s WHERE s.name = $1 AND s.published_at IS NOT NULL ORDER BY s.version DESC LIMIT 1";

    // Whatever is not so leaves no row: not the next version, published meanwhile, or not the revision that was seen.
    private const string Save = """
        INSERT INTO scorecard AS s (name, version, document, changed_by, changed_at)
        SELECT $1, $2, $3, $4, $5
        WHERE $2 = 1 + coalesce((SELECT max(version) FROM scorecard WHERE name = $1 AND published_at IS NOT NULL), 0)
          AND (coalesce($6, 0) = 0 OR EXISTS (SELECT FROM scorecard WHERE name = $1 AND version = $2))
        ON CONFLICT (name, version) DO UPDATE
            SET document = excluded.document, revision = nextval('scorecard_revision'), changed_by = excluded.changed_by, changed_at = excluded.changed_at
            WHERE s.published_at IS NULL AND ($6 IS NULL OR s.revision = $6)
        """;

    // Published versions never change: once read, they are known.
    private readonly ConcurrentDictionary<(string Name, int Version), Scorecard> published = new();

    /// <summary>Publishes the cards of the specification where there is none of their names.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        foreach (var name in ScorecardReader.DefaultNames)
        {
            await connection.Command(
                """
                INSERT INTO scorecard (name, version, document, changed_by, changed_at, published_by, published_at)
                VALUES ($1, 1, $2, 'system', $3, 'system', $3) ON CONFLICT DO NOTHING
                """,
                name, ScorecardReader.DefaultJson(name), clock.Now).ExecuteNonQueryAsync(ct);
        }
    }

    /// <inheritdoc/>
    public async Task<StoredScorecard?> Find(string name, int? version, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FindAsync(connection, name, version, ct);
    }

    /// <inheritdoc/>
    public async Task<ScorecardChange> Put(string name, int version, string json, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var before = await FindAsync(connection, name, version, ct);
        await using var save = connection.Command(Save, name, version, json, actor, clock.Now);
        save.Parameters.Add(Seen(seen));
        return await save.ExecuteNonQueryAsync(ct) == 1
            ? new(await FindAsync(connection, name, version, ct), Refusal: null, [], IsNew: before is null)
            : new(Card: null, await FindAsync(connection, name, version, ct) switch
            {
                { PublishedAt: not null } => Scorecard.Published,
                null when seen is null or 0 => Scorecard.NotNext,
                _ => Scorecard.Changed,
            }, []);
    }

    /// <inheritdoc/>
    public async Task<Refusal?> Discard(string name, int version, long? seen, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var delete = connection.Command(
            "DELETE FROM scorecard WHERE name = $1 AND version = $2 AND published_at IS NULL AND ($3 IS NULL OR revision = $3)", name, version);
        delete.Parameters.Add(Seen(seen));
        return await delete.ExecuteNonQueryAsync(ct) == 1 ? null : await FindAsync(connection, name, version, ct) switch
        {
            null => Scorecard.Unknown,
            { PublishedAt: not null } => Scorecard.Published,
            _ => Scorecard.Changed,
        };
    }

    /// <inheritdoc/>
    public async Task<ScorecardChange> Publish(string name, int version, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        if (await FindAsync(connection, name, version, ct) is not { } draft)
        {
            return new(Card: null, Scorecard.Unknown, []);
        }

        if (seen is { } revision && revision != draft.Revision)
        {
            return new(Card: null, Scorecard.Changed, []);
        }

        if (draft.PublishedAt is null)
        {
            if (ScorecardReader.Read(draft.Json).Faults is { IsEmpty: false } faults)
            {
                return new(Card: null, Scorecard.Invalid, faults);
            }

            await connection.Command(
                "UPDATE scorecard SET published_by = $4, published_at = $5 WHERE name = $1 AND version = $2 AND revision = $3 AND published_at IS NULL",
                name, version, draft.Revision, actor, clock.Now).ExecuteNonQueryAsync(ct);
        }

        // What was checked is published, whoever was the first to say so; or it has changed in between.
        return await FindAsync(connection, name, version, ct) is { PublishedAt: not null } done && done.Revision == draft.Revision
            ? new(done, Refusal: null, [])
            : new(Card: null, Scorecard.Changed, []);
    }

    /// <summary>The card of a published version, or of the current one.</summary>
    internal async ValueTask<(int Version, Scorecard Card)?> PublishedAsync(NpgsqlConnection connection, string name, int? version, CancellationToken ct)
    {
        if (version is { } asked && published.TryGetValue((name, asked), out var known))
        {
            return (asked, known);
        }

        return await FindAsync(connection, name, version, ct) is { PublishedAt: not null } stored
            ? (stored.Version, published.GetOrAdd((name, stored.Version), _ => ScorecardReader.Read(stored.Json).Card
                ?? throw new InvalidDataException($"Scorecard {name}, version {stored.Version}, cannot be read.")))
            : null;
    }

    private static NpgsqlParameter Seen(long? revision) => new() { Value = Sql.OrNull(revision), NpgsqlDbType = NpgsqlDbType.Bigint };

    private static async Task<StoredScorecard?> FindAsync(NpgsqlConnection connection, string name, int? version, CancellationToken ct)
    {
        await using var command = version is { } asked ? connection.Command(One, name, asked) : connection.Command(Current, name);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(
                row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
                row.Maybe<DateTimeOffset>(6), row.GetBoolean(7))
            : null;
    }
}
