using Npgsql;

namespace Lifecycle.Store.WhatIf;

/// <summary>The right to write to one simulation. Whatever is written through its connection ends with it.</summary>
internal static class SimulationTurn
{
    private const string Application = "lifecycle-simulation";

    /// <summary>The connection that has the turn, to be disposed of; waits until it is free.</summary>
    public static Task<NpgsqlConnection> TakeAsync(Database database, Guid id, CancellationToken ct) =>
        SessionLock.TakeAsync(database, Application, AdvisoryLocks.Simulations, id.ToString(), ct);

    /// <summary>The same, unless somebody has it: null then.</summary>
    public static Task<NpgsqlConnection?> TryTakeAsync(Database database, Guid id, CancellationToken ct) =>
        SessionLock.TryTakeAsync(database, Application, AdvisoryLocks.Simulations, id.ToString(), ct);
}
