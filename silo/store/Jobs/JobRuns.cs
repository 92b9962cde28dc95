using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Jobs;

/// <summary>Job runs in the database.</summary>
public sealed class JobRuns(Database database) : IJobRuns
{
    /// <summary>The actor of runs that nobody asked for.</summary>
    public const string BySchedule = "schedule";

    private const string Columns = "id, name, scope, status, actor, created_at, started_at, finished_at, processed, total, error";

    // Or written down while the database's clock stood ahead.
    private const string IsOverlooked = "created_at NOT BETWEEN now() - interval '1 minute' AND now() + interval '1 minute'";

    /// <inheritdoc/>
    public async Task<StoredRun> Create(Guid id, string name, string? scope, string actor, CancellationToken ct) => (await OneAsync(
        $"""
        INSERT INTO job_run (id, name, scope, status, actor, created_at) VALUES ($1, $2, $3, 'queued', $4, now())
        ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING {Columns}
        """,
        ct, id, name, Sql.OrNull(scope), actor))!;

    /// <inheritdoc/>
    public Task<StoredRun?> Find(Guid id, CancellationToken ct) => OneAsync($"SELECT {Columns} FROM job_run WHERE id = $1", ct, id);

    /// <inheritdoc/>
    public Task<StoredRun?> FindBegun(string name, CancellationToken ct) =>
        OneAsync($"SELECT {Columns} FROM job_run WHERE name = $1 AND (status = 'running' OR (status = 'queued' AND {IsOverlooked})) ORDER BY created_at LIMIT 1", ct, name);

    /// <inheritdoc/>
    public async Task<bool> Begin(Guid id, CancellationToken ct) => await OneAsync(
        $"UPDATE job_run SET status = 'running', started_at = coalesce(started_at, now()) WHERE id = $1 AND status IN ('queued', 'running') RETURNING {Columns}",
        ct, id) is not null;

    /// <inheritdoc/>
    public async Task<bool> Report(Guid id, long processed, long? total, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            "UPDATE job_run SET processed = $2, total = $3 WHERE id = $1 RETURNING NOT cancel_requested", id, processed, Sql.OrNull(total));
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <inheritdoc/>
    public Task End(Guid id, string status, string? error, CancellationToken ct) => OneAsync(
        $"UPDATE job_run SET status = $2, error = $3, finished_at = now() WHERE id = $1 AND finished_at IS NULL RETURNING {Columns}",
        ct, id, status, Sql.OrNull(error));

    /// <inheritdoc/>
    public async Task<bool> Cancel(Guid id, CancellationToken ct) => await OneAsync(
        $"""
        UPDATE job_run SET cancel_requested = true,
            status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
            finished_at = CASE status WHEN 'queued' THEN now() END
        WHERE id = $1 AND status IN ('queued', 'running') RETURNING {Columns}
        """,
        ct, id) is not null;

    /// <summary>Forgets what the schedule ran by itself more than 90 days ago; what people asked for is kept.</summary>
    internal static async Task ForgetOldAsync(Database database, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            "DELETE FROM job_run WHERE actor = $1 AND finished_at IS NOT NULL AND created_at < now() - interval '90 days'", BySchedule).ExecuteNonQueryAsync(ct);
    }

    private async Task<StoredRun?> OneAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    private static StoredRun Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetString(4),
        row.GetFieldValue<DateTimeOffset>(5), row.Maybe<DateTimeOffset>(6), row.Maybe<DateTimeOffset>(7), row.GetInt64(8), row.Maybe<long>(9),
        row.Text(10));
}
