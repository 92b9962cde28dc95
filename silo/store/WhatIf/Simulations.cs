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

    /// <inheritdoc/>
    public async Task<bool> Create(Simulation simulation, string document, string? against, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            """
            INSERT INTO simulation (id, version, revision, document, against, against_revision, against_document, days, created_at)
            SELECT $1, $2, $3::bigint, $4, $5::integer, $6::bigint, $7::text, $8, $9
            WHERE EXISTS (SELECT FROM simulation WHERE id = $1)
                OR (SELECT count(*) FROM job_run WHERE name = $10 AND status IN ('queued', 'running')) < $11
            ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING true
            """,
            simulation.Id, simulation.Version, Maybe(simulation.Revision), document, Maybe(simulation.Against), Maybe(simulation.AgainstRevision),
            Maybe(against), simulation.Days.ToArray(), simulation.CreatedAt, Simulation.Job, MostWaiting);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <inheritdoc/>
    public async Task<Simulation?> Find(Guid id, CancellationToken ct) => (await ReadAsync("id = $1", id, ct)).SingleOrDefault();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Simulation>> Of(int version, CancellationToken ct) =>
        await ReadAsync("version = $1 ORDER BY created_at DESC, id", version, ct);

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

    private async Task<List<Simulation>> ReadAsync(string where, object value, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var row = await connection.Command($"SELECT {Columns} FROM simulation WHERE {where}", value).ExecuteReaderAsync(ct);
        var simulations = new List<Simulation>();
        while (await row.ReadAsync(ct))
        {
            simulations.Add(new(
                row.GetGuid(0), row.GetInt32(1), Maybe<long>(row, 2), Maybe<int>(row, 3), Maybe<long>(row, 4),
                [.. row.GetFieldValue<DateOnly[]>(5)], row.GetFieldValue<DateTimeOffset>(6)));
        }

        return simulations;
    }

    private static object Maybe(object? value) => value ?? DBNull.Value;

    private static T? Maybe<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
