using Lifecycle.Grains;

namespace Lifecycle.Jobs.Verifying;

/// <summary>Re-folds every customer and the portfolio from what is append only; a difference fails the run and is named.</summary>
public sealed class Verify(IVerifier verifier) : IJob
{
    private const int MostNamed = 50;

    /// <inheritdoc/>
    public string Name => "verify";

    /// <inheritdoc/>
    public string Description => "Re-folds every customer and the portfolio from what is append only.";

    /// <summary>Only when asked: it reads everything.</summary>
    public Task<bool> IsDueAsync(CancellationToken ct) => Task.FromResult(false);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var progress = new Forward(run.Progress);
        var differences = await verifier.Verify(progress, ct);
        if (differences.Count > 0)
        {
            var named = string.Join("; ", differences.Take(MostNamed).Select(d => $"{d.Where}: {d.What}"));
            throw new JobFailedException($"{differences.Count} differences. {named}");
        }
    }
}
