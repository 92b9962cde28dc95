using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>
/// Plans messages a week ahead and sends those whose hour has come. A run that was killed is run again and goes on where it was; a day
/// on which nothing ran is made up for as far as a message may still go out.
/// </summary>
public sealed class CareJob(
    ICareBook book, IOutbox outbox, IEnumerable<IChannel> channels, CareMessages messages, IBusinessClock clock) : IJob
{
    private readonly CarePlanner planner = new(book, messages, clock);
    private readonly CareSender sender = new(outbox, [.. channels], messages, clock);

    /// <inheritdoc/>
    public string Name => "care";

    /// <inheritdoc/>
    public string Description => "Plans care messages a week ahead and sends those whose hour has come.";

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) => await planner.IsDueAsync(ct) || await sender.IsDueAsync(ct);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        // What is due leaves, whatever keeps others from being planned.
        try
        {
            await planner.RunAsync(run.Progress, ct);
        }
        finally
        {
            await sender.RunAsync(run.Progress, ct);
        }
    }
}

/// <summary>What a company sets for its messages.</summary>
/// <param name="SenderName">Who signs them.</param>
public sealed record CareSettings(string SenderName);
