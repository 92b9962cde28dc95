using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>
/// Plans greetings a week ahead and sends those whose hour has come. Run it at least every quarter of an hour; a run that
/// was killed is run again, a day on which nothing ran is made up for as far as a greeting may still go out.
/// </summary>
public sealed class CareJob(
    ICareBook book, ICustomers customers, IOutbox outbox, IMessageChannel channel, IMessageTemplates templates, IBusinessClock clock,
    CareSettings settings) : IJob
{
    /// <inheritdoc/>
    public string Name => "care";

    /// <inheritdoc/>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var undecided = await new CarePlanner(book, customers, clock).RunAsync(run.Progress, ct);
        await new CareSender(outbox, channel, templates, clock, settings).RunAsync(ct);

        // Told last: what could be decided is decided and what is due has left.
        if (undecided is not null)
        {
            throw new CareIncompleteException(undecided);
        }
    }
}

/// <summary>What a company sets for its messages.</summary>
/// <param name="SenderName">Who signs them.</param>
public sealed record CareSettings(string SenderName);

/// <summary>Some customers could not be decided about; the next run tries again.</summary>
public sealed class CareIncompleteException(Refusal first)
    : Exception($"Some customers could not be decided about ({first.Code}: {first.Message}); the next run tries again.");
