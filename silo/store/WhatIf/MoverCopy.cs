using System.Threading.Channels;
using Lifecycle.Grains;
using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Store.WhatIf;

/// <summary>Streams movers from the threads that find them into the database: a million of them never is in memory.</summary>
internal sealed class MoverCopy
{
    private const int Room = 4096;

    // So many rows in one transaction, which begins when they are there: it waits for nobody.
    private const int AtOnce = 10_000;

    private const string Copy = """
        COPY simulation_mover (simulation_id, customer_id, manager, class_before, class_after, tier_before, tier_after, score_before,
            score_after, sales, receivable, measures_before, measures_after, basis_before, basis_after,
            since_before, until_before, since_after, until_after) FROM STDIN (FORMAT binary)
        """;

    private readonly Channel<Mover> movers = Channel.CreateBounded<Mover>(new BoundedChannelOptions(Room) { SingleReader = true });

    /// <summary>Takes a mover from any thread, which waits while there is no room: the threads of long computations may.</summary>
    /// <exception cref="ChannelClosedException">Writing has failed.</exception>
    public void Add(Mover mover)
    {
        while (!movers.Writer.TryWrite(mover))
        {
            if (!movers.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                throw new ChannelClosedException();
            }
        }
    }

    /// <summary>There are no more, or finding them has failed.</summary>
    public void Complete(Exception? error = null) => movers.Writer.TryComplete(error);

    /// <summary>Writes what comes until it is complete, some at a time; answers how many.</summary>
    public async Task<long> WriteAsync(NpgsqlConnection connection, Guid simulation, CancellationToken ct)
    {
        try
        {
            var (some, written) = (new List<Mover>(AtOnce), 0L);
            await foreach (var mover in movers.Reader.ReadAllAsync(ct))
            {
                some.Add(mover);
                if (some.Count == AtOnce)
                {
                    written += await WriteAsync(connection, simulation, some, ct);
                    some.Clear();
                }
            }

            return written + await WriteAsync(connection, simulation, some, ct);
        }
        catch (Exception e)
        {
            Complete(e); // whoever waits for room learns that there will be none
            throw;
        }
    }

    private static async Task<long> WriteAsync(NpgsqlConnection connection, Guid simulation, List<Mover> some, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, ct);
        foreach (var mover in some)
        {
            await WriteAsync(copy, simulation, mover, ct);
        }

        return (long)await copy.CompleteAsync(ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, Guid simulation, Mover mover, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(simulation, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(mover.CustomerId, NpgsqlDbType.Text, ct);
        await WriteAsync(copy, mover.Manager, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(mover.ClassBefore, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(mover.ClassAfter, NpgsqlDbType.Text, ct);
        await copy.WriteAsync((short)mover.TierBefore, NpgsqlDbType.Smallint, ct);
        await copy.WriteAsync((short)mover.TierAfter, NpgsqlDbType.Smallint, ct);
        await copy.WriteAsync(mover.ScoreBefore, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(mover.ScoreAfter, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(mover.Sales, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(mover.Receivable, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(mover.MeasuresBefore, NpgsqlDbType.Bytea, ct);
        await WriteAsync(copy, mover.MeasuresAfter, NpgsqlDbType.Bytea, ct);
        await WriteAsync(copy, mover.BasisBefore.Stored(), NpgsqlDbType.Text, ct);
        await WriteAsync(copy, mover.BasisAfter.Stored(), NpgsqlDbType.Text, ct);
        await WriteAsync(copy, mover.WaitBefore, ct);
        await WriteAsync(copy, mover.WaitAfter, ct);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, ClassBasis wait, CancellationToken ct)
    {
        await WriteAsync(copy, wait.Waits ? wait.Since : null, ct);
        await WriteAsync(copy, wait.WaitsUntil, ct);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, DateOnly? day, CancellationToken ct) =>
        day is { } date ? copy.WriteAsync(date, NpgsqlDbType.Date, ct) : copy.WriteNullAsync(ct);

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken ct)
        where T : class =>
        value is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(value, type, ct);
}
