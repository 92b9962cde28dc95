using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>Simulations in the database.</summary>
public sealed class Simulations(Database database, CustomerReader customers, PolicyStore policies, IBusinessClock clock, ILogger<Simulations> log) : ISimulations
{
    /// <summary>So many simulations with a result are kept.</summary>
    public const int Kept = KeptSimulations.Most;

    private const int MostWaiting = 20;

    private const string Columns = "id, version, revision, against, against_revision, days, created_at";

    // With its run: one without the other would wait for ever.
    private const string Insert = """
        WITH made AS (
            INSERT INTO simulation (
                id, version, revision, document, against, against_revision, against_document, days, created_at, request_key, claimed_at)
            SELECT $1, $2, $3::bigint, $4, $5::integer, $6::bigint, $7::text, $8, $9, k.key, k.created_at
            FROM (SELECT) one LEFT JOIN idempotency_key k ON k.key = $10::text
            WHERE (SELECT count(*) FROM simulation s LEFT JOIN job_run r ON r.id = s.id WHERE s.result IS NULL AND r.finished_at IS NULL) < $11
            RETURNING id)
        INSERT INTO job_run (id, name, scope, status, actor, created_at) SELECT id, $12, id::text, 'queued', $13, now() FROM made
        """;

    // The key as it is claimed now: what it was used for more than a day ago does not count.
    private const string OfRequest = "(request_key, claimed_at) = (SELECT key, created_at FROM idempotency_key WHERE key = $1)";

    /// <inheritdoc/>
    public async Task<Simulation?> Create(
        Simulation simulation, string document, string? against, string actor, IdempotencyKey? key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.SimulationQueue).ExecuteNonQueryAsync(ct);
        if (key is not null && await FindAsync(connection, OfRequest, key.Key, ct) is { } known)
        {
            return known;
        }

        await using var insert = connection.Command(
            Insert, simulation.Id, simulation.Version, Sql.OrNull(simulation.Revision), document, Sql.OrNull(simulation.Against),
            Sql.OrNull(simulation.AgainstRevision), Sql.OrNull(against), simulation.Days.ToArray(), simulation.CreatedAt, Sql.OrNull(key?.Key), MostWaiting,
            Simulation.Job, actor);
        if (await insert.ExecuteNonQueryAsync(ct) == 0)
        {
            return null;
        }

        await KeptSimulations.ForgetAsync(connection, ct); // those that were cancelled one after another
        await transaction.CommitAsync(ct);
        return simulation;
    }

    /// <inheritdoc/>
    public async Task<Simulation?> Find(Guid id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FindAsync(connection, "id = $1", id, ct);
    }

    /// <inheritdoc/>
    public async Task<Simulation?> Asked(IdempotencyKey key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FindAsync(connection, OfRequest, key.Key, ct);
    }

    /// <inheritdoc/>
    public async Task<SimulationResult?> Result(Guid id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var json = await connection.Command("SELECT result::text FROM simulation WHERE id = $1", id).ExecuteScalarAsync(ct);
        return json is string text ? JsonSerializer.Deserialize<SimulationResult>(text) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<int, long>> Revisions(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var row = await connection.Command(
            "SELECT version, max(revision) FROM simulation WHERE revision IS NOT NULL AND result IS NOT NULL GROUP BY version").ExecuteReaderAsync(ct);
        var revisions = new Dictionary<int, long>();
        while (await row.ReadAsync(ct))
        {
            revisions.Add(row.GetInt32(0), row.GetInt64(1));
        }

        return revisions;
    }

    /// <inheritdoc/>
    public Task Run(Guid id, IProgress<(long Done, long Total)> progress, CancellationToken ct) =>
        new SimulationRun(database, customers, policies, clock.Today, log).RunAsync(id, progress, ct);

    private static async Task<Simulation?> FindAsync(NpgsqlConnection connection, string where, object value, CancellationToken ct)
    {
        await using var row = await connection.Command($"SELECT {Columns} FROM simulation WHERE {where}", value).ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(
                row.GetGuid(0), row.GetInt32(1), Maybe<long>(row, 2), Maybe<int>(row, 3), Maybe<long>(row, 4),
                [.. row.GetFieldValue<DateOnly[]>(5)], row.GetFieldValue<DateTimeOffset>(6))
            : null;
    }

    private static T? Maybe<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
