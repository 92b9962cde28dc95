using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>
/// Plans greetings a week ahead and sends those whose hour has come. Looked at every minute; a run that was killed is
/// run again, a day on which nothing ran is made up for as far as a greeting may still go out.
/// </summary>
public sealed class CareJob(
    ICareBook book, ICustomers customers, IOutbox outbox, IMessageChannel channel, IMessageTemplates templates, IBusinessClock clock,
    CareSettings settings) : IJob
{
    /// <inheritdoc/>
    public string Name => "care";

    /// <inheritdoc/>
    public string Description => "Plans birthday greetings a week ahead and sends those whose hour has come.";

    private CarePlanner Planner => new(book, customers, clock);

    private CareSender Sender => new(outbox, channel, templates, clock, settings);

    /// <inheritdoc/>
    public async Task<bool> IsDueAsync(CancellationToken ct) => await Planner.HasWorkAsync(ct) || await Sender.HasWorkAsync(ct);

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var undecided = await Planner.RunAsync(run.Progress, ct);
        await Sender.RunAsync(ct);

        // Told last: what could be decided is decided and what is due has left.
        if (undecided is not null)
        {
            throw new JobFailedException($"Some customers could not be decided about ({undecided.Code}); the next run tries again.");
        }
    }
}

/// <summary>What a company sets for its messages.</summary>
/// <param name="SenderName">Who signs them.</param>
public sealed record CareSettings(string SenderName);
