using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>A policy being tried out on the portfolio. What is tried is kept with it: a draft may change after.</summary>
/// <param name="Id">Also that of its job run.</param>
/// <param name="Revision">Of a draft; null: the version was published.</param>
/// <param name="Against">The version to compare with; null: the one in force on each day.</param>
/// <param name="AgainstRevision">Where that is a draft.</param>
public sealed record Simulation(
    Guid Id, int Version, long? Revision, int? Against, long? AgainstRevision, ImmutableArray<DateOnly> Days, DateTimeOffset CreatedAt)
{
    /// <summary>The job that runs simulations.</summary>
    public const string Job = "simulate";
}

/// <summary>Simulations and what they found. They touch nothing that lives.</summary>
public interface ISimulations
{
    /// <summary>
    /// Writes a simulation and its run down. Where the same request came before, the simulation of then is the answer. Null: too
    /// many are waiting.
    /// </summary>
    /// <param name="document">Of the simulated version.</param>
    /// <param name="against">The document of the version to compare with, where one is named.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">Of the request, claimed.</param>
    Task<Simulation?> Create(Simulation simulation, string document, string? against, string actor, IdempotencyKey? key, CancellationToken ct);

    /// <summary>The simulation that the request with this claimed key has asked for, or null: not yet, or it is forgotten.</summary>
    Task<Simulation?> Asked(IdempotencyKey key, CancellationToken ct);

    /// <summary>A simulation, or null.</summary>
    Task<Simulation?> Find(Guid id, CancellationToken ct);

    /// <summary>What a simulation found, or null while it has not.</summary>
    Task<SimulationResult?> Result(Guid id, CancellationToken ct);

    /// <summary>By version: the latest revision of a draft that was simulated to the end.</summary>
    Task<IReadOnlyDictionary<int, long>> Revisions(CancellationToken ct);

    /// <summary>
    /// Rates everybody under both versions, in one snapshot, and keeps what it finds as a whole or not at all. One that was
    /// killed is simply run again; one that is done stays as it is.
    /// </summary>
    /// <param name="progress">Told how many customers are done, and how many there are.</param>
    Task Run(Guid id, IProgress<(long Done, long Total)> progress, CancellationToken ct);
}
