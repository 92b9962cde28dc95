using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>Forgets old simulations, and movers that belong to no result. Nothing here is done in one long transaction.</summary>
internal static class KeptSimulations
{
    /// <summary>So many simulations with a result are kept, and so many that ended without one.</summary>
    public const int Most = 20;

    // What waits or runs stays, however old it is.
    private const string Forget = """
        DELETE FROM simulation WHERE id IN (
            SELECT id FROM (
                SELECT s.id, row_number() OVER (PARTITION BY s.result IS NULL ORDER BY s.created_at DESC, s.id) AS place
                FROM simulation s LEFT JOIN job_run r ON r.id = s.id
                WHERE s.result IS NOT NULL OR r.finished_at IS NOT NULL) ended
            WHERE place > $1)
        """;

    // Steps from one simulation that has movers to the next, by the index, over all that they are.
    private const string Stray = """
        WITH RECURSIVE moved AS (
            (SELECT simulation_id AS id FROM simulation_mover ORDER BY simulation_id LIMIT 1)
            UNION ALL
            SELECT (SELECT m.simulation_id FROM simulation_mover m WHERE m.simulation_id > moved.id ORDER BY m.simulation_id LIMIT 1)
            FROM moved WHERE moved.id IS NOT NULL)
        SELECT coalesce(array_agg(moved.id), '{}')
        FROM moved LEFT JOIN simulation s ON s.id = moved.id LEFT JOIN job_run r ON r.id = s.id
        WHERE moved.id IS NOT NULL AND (s.id IS NULL OR (s.result IS NULL AND r.finished_at IS NOT NULL))
        """;

    private const string Empty = """
        DELETE FROM simulation_mover WHERE ctid = ANY(ARRAY(SELECT ctid FROM simulation_mover WHERE simulation_id = $1 LIMIT 10000))
        """;

    /// <summary>Forgets the simulations beyond those that are kept; their movers are strays then.</summary>
    public static Task ForgetAsync(NpgsqlConnection connection, CancellationToken ct) => connection.Command(Forget, Most).ExecuteNonQueryAsync(ct);

    /// <summary>Deletes the movers of simulations that are gone, or ended without a result.</summary>
    public static async Task DeleteStraysAsync(Database database, CancellationToken ct)
    {
        Guid[] strays;
        await using (var connection = await database.Readers.OpenConnectionAsync(ct))
        {
            strays = (Guid[])(await connection.Command(Stray).ExecuteScalarAsync(ct))!;
        }

        foreach (var id in strays)
        {
            await using var turn = await SimulationTurn.TryTakeAsync(database, id, ct);
            if (turn is not null)
            {
                await EmptyAsync(turn, id, ct);
            }
        }
    }

    /// <summary>Deletes the movers of one simulation, for whoever has its turn.</summary>
    public static async Task EmptyAsync(NpgsqlConnection turn, Guid id, CancellationToken ct)
    {
        while (await turn.Command(Empty, id).ExecuteNonQueryAsync(ct) > 0)
        {
        }
    }
}
