using Lifecycle.Grains;

namespace Lifecycle.Jobs.WhatIf;

/// <summary>Runs the simulations that people ask for at a policy, one after the other; the scope of a run names its simulation.</summary>
public sealed class Simulate(ISimulations simulations) : IJob
{
    /// <inheritdoc/>
    public string Name => Simulation.Job;

    /// <inheritdoc/>
    public string Description => "Tries a policy out on the portfolio; asked for with POST /policies/{version}/simulate.";

    /// <summary>Only when asked.</summary>
    public Task<bool> IsDueAsync(CancellationToken ct) => Task.FromResult(false);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        if (!Guid.TryParse(run.Scope, out var id) || await simulations.Find(id, ct) is null)
        {
            throw new JobFailedException("Which policy to simulate is said with POST /policies/{version}/simulate.");
        }

        await simulations.Run(id, new Forward(run.Progress), ct);
    }
}
