using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>
/// Plans greetings a week ahead and sends those whose hour has come. A run that was killed is run again; a day on which
/// nothing ran is made up for as far as a greeting may still go out.
/// </summary>
public sealed class CareJob(
    ICareBook book, ICustomers customers, IOutbox outbox, IMessageChannel channel, IMessageTemplates templates, IBusinessClock clock,
    CareSettings settings) : IJob
{
    private readonly CarePlanner planner = new(book, customers, clock);
    private readonly CareSender sender = new(outbox, channel, templates, clock, settings);

    /// <inheritdoc/>
    public string Name => "care";

    /// <inheritdoc/>
    public string Description => "Plans birthday greetings a week ahead and sends those whose hour has come.";

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) => await planner.IsDueAsync(ct) || await sender.IsDueAsync(ct);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var undecided = await planner.RunAsync(run.Progress, ct);
        await sender.RunAsync(ct);

        // Told last: what could be decided is decided and what is due has left.
        if (undecided is not null)
        {
            throw new JobFailedException($"Some customers could not be decided about now: {undecided.Code}.");
        }
    }
}

/// <summary>What a company sets for its messages.</summary>
/// <param name="SenderName">Who signs them.</param>
public sealed record CareSettings(string SenderName);
