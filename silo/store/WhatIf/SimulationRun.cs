using System.Data;
using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>
/// Runs one simulation: reads everybody in one snapshot, which also says what was in force, and writes movers and result in
/// one transaction. Nothing else is written.
/// </summary>
internal sealed class SimulationRun(Database database, CustomerReader customers, PolicyStore policies, DateOnly today)
{
    // A silo that was only thought dead may still be at it: whoever comes second waits, and finds the result.
    private const string Take = """
        SELECT version, document, against, against_document, days FROM simulation WHERE id = $1 AND result IS NULL FOR UPDATE
        """;

    private const string Keep = "UPDATE simulation SET result = $2::text::jsonb, compared_with = $3 WHERE id = $1";

    // The last ones stay, this one among them; and those that wait.
    private const string Forget = """
        WITH old AS (
            DELETE FROM simulation WHERE id IN (
                SELECT s.id FROM simulation s LEFT JOIN job_run r ON r.id = s.id
                WHERE s.id <> $1 AND (r.id IS NULL OR r.finished_at IS NOT NULL) ORDER BY s.created_at DESC, s.id OFFSET $2)
            RETURNING id)
        DELETE FROM simulation_mover m USING old WHERE m.simulation_id = old.id
        """;

    public async Task RunAsync(Guid id, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var writing = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await writing.BeginTransactionAsync(ct);
        if (await TakeAsync(writing, id, ct) is not { } order)
        {
            return;
        }

        var movers = new MoverCopy();
        var copying = movers.WriteAsync(writing, id, ct);
        SimulationResult result;
        try
        {
            result = await FoldAsync(order, movers, progress, ct);
            movers.Complete();
        }
        catch (Exception e)
        {
            // Ends with the failure of its own, where writing was what failed.
            movers.Complete(e);
            await copying;
            throw;
        }

        result = result with { Movers = await copying };
        await writing.Command(Keep, id, JsonSerializer.Serialize(result), result.Days[^1].Against).ExecuteNonQueryAsync(ct);
        await writing.Command(Forget, id, Simulations.Kept - 1).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<SimulationResult> FoldAsync(Order order, MoverCopy movers, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var epoch = (int)(await connection.Command(CommitSql.ReadEpoch).ExecuteScalarAsync(ct))!;
        var total = (long)(await connection.Command("SELECT count(*) FROM customer WHERE version > 0").ExecuteScalarAsync(ct))!;
        var (book, days) = (await policies.AtEpochAsync(connection, epoch, ct), order.Days);
        var (whole, isComplete) = await customers.FoldAsync(
            connection, First(order, book), () => new PolicyComparison([.. days], order.Simulated, order.Against, book, today, movers.Add),
            new OutOf(progress, total), ct);
        progress.Report((total, total));
        return new(isComplete, 0, whole.Days);
    }

    /// <summary>The first day that anybody is rated on: reviews of tiers look back.</summary>
    private static DateOnly First(Order order, PolicyBook book) =>
        new[] { order.Against?.LooksFrom(order.Days[0]) ?? book.LooksFrom(order.Days[0]), order.Simulated.LooksFrom(order.Days[0]) }.Min();

    private static async Task<Order?> TakeAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var row = await connection.Command(Take, id).ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return null;
        }

        var days = row.GetFieldValue<DateOnly[]>(4);
        return new(Policy(0, 1), row.IsDBNull(2) ? null : Policy(2, 3), days);

        Policy Policy(int version, int document) => new(row.GetInt32(version), days[0], Read(row.GetString(document)));
    }

    private static PolicyDocument Read(string json) => PolicyReader.Read(json) is { Document: { } document }
        ? document
        : throw new InvalidDataException("A document that was checked when it was written down cannot be read.");

    /// <param name="Against">Null: what is in force on each day.</param>
    private sealed record Order(Policy Simulated, Policy? Against, DateOnly[] Days);

    private sealed class OutOf(IProgress<(long Done, long Total)> progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report((value, total));
    }
}
