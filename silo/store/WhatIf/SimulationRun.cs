using System.Data;
using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>
/// Runs one simulation: reads everybody in one snapshot, which also says what was in force. Movers are written meanwhile, in short
/// transactions; the result comes last, and until then nobody sees them. Nothing else is written.
/// </summary>
internal sealed partial class SimulationRun(Database database, CustomerReader customers, PolicyStore policies, DateOnly today, ILogger log)
{
    private const string Find = "SELECT version, document, against, against_document, days FROM simulation WHERE id = $1 AND result IS NULL";

    private const string Keep = "UPDATE simulation SET result = $2::text::jsonb, compared_with = $3 WHERE id = $1";

    public async Task RunAsync(Guid id, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        // A silo that was only thought dead may still be at it: whoever comes second waits, and finds the result.
        await using (var turn = await SimulationTurn.TakeAsync(database, id, ct))
        {
            if (await FindAsync(turn, id, ct) is not { } order)
            {
                return;
            }

            await KeptSimulations.EmptyAsync(turn, id, ct); // what a run that was stopped has left
            var result = await RunAsync(turn, id, order, progress, ct);
            await turn.Command(Keep, id, JsonSerializer.Serialize(result), result.Days[^1].Against).ExecuteNonQueryAsync(ct);
        }

        await ForgetAsync(ct);
    }

    private async Task<SimulationResult> RunAsync(
        NpgsqlConnection turn, Guid id, Order order, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        var movers = new MoverCopy();
        var copying = movers.WriteAsync(turn, id, ct);
        try
        {
            var result = await FoldAsync(order, movers, progress, ct);
            movers.Complete();
            return result with { Movers = await copying };
        }
        catch (Exception e)
        {
            // Ends with the failure of its own, where writing was what failed.
            movers.Complete(e);
            await copying;
            throw;
        }
    }

    /// <summary>The result is there: what goes wrong from here on is no failure of the simulation, and the next one forgets as well.</summary>
    private async Task ForgetAsync(CancellationToken ct)
    {
        try
        {
            await using (var connection = await database.Readers.OpenConnectionAsync(ct))
            {
                await KeptSimulations.ForgetAsync(connection, ct);
            }

            await KeptSimulations.DeleteStraysAsync(database, ct);
        }
        catch (Exception e)
        {
            NotForgotten(log, e.Message);
        }
    }

    private async Task<SimulationResult> FoldAsync(Order order, MoverCopy movers, IProgress<(long Done, long Total)> progress, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var total = (long)(await connection.Command("SELECT count(*) FROM customer WHERE version > 0").ExecuteScalarAsync(ct))!;
        var (book, days) = (await policies.SeenByAsync(connection, ct), order.Days);
        var (whole, isComplete) = await customers.FoldAsync(
            connection, First(order, book), () => new PolicyComparison([.. days], order.Simulated, order.Against, book, today, movers.Add),
            new OutOf(progress, total), ct);
        progress.Report((total, total));
        return new(isComplete, 0, whole.Days);
    }

    /// <summary>The first day that anybody is rated on: reviews of tiers look back.</summary>
    private static DateOnly First(Order order, PolicyBook book) =>
        new[] { order.Against?.LooksFrom(order.Days[0]) ?? book.LooksFrom(order.Days[0]), order.Simulated.LooksFrom(order.Days[0]) }.Min();

    private static async Task<Order?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var row = await connection.Command(Find, id).ExecuteReaderAsync(ct);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old simulations are not forgotten yet: {Reason}")]
    private static partial void NotForgotten(ILogger log, string reason);

    /// <param name="Against">Null: what is in force on each day.</param>
    private sealed record Order(Policy Simulated, Policy? Against, DateOnly[] Days);

    private sealed class OutOf(IProgress<(long Done, long Total)> progress, long total) : IProgress<long>
    {
        public void Report(long value) => progress.Report((value, total));
    }
}
