using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Finds customers with birthdays to decide about and has them decided.</summary>
internal sealed class CarePlanner(ICareBook book, ICustomers customers, IBusinessClock clock)
{
    private const int DaysAhead = 7;
    private const int Together = 500;

    private static readonly Origin Origin = new("care");

    /// <summary>Whether a day has come into view, or somebody who is not decided about.</summary>
    public async Task<bool> HasWorkAsync(CancellationToken ct)
    {
        if (await book.PlannedThrough(Occasions.Birthday, ct) is not { } through || through < clock.Today.AddDays(DaysAhead))
        {
            return true;
        }

        return (await FindAsync(await CommandAsync(ct), ct)).Count > 0;
    }

    /// <summary>Plans; answers why the first of those customers could not be decided about, if there was any.</summary>
    public async Task<Refusal?> RunAsync(IProgress<JobProgress> progress, CancellationToken ct)
    {
        var command = await CommandAsync(ct);
        var undecided = await FindAsync(command, ct);
        Refusal? failure = null;
        for (var i = 0; i < undecided.Count; i += Together)
        {
            var part = undecided.GetRange(i, Math.Min(Together, undecided.Count - i));
            var verdicts = await Task.WhenAll(part.Select(id => customers.SubmitPatiently(id, command, Origin, ct).AsTask()));
            failure ??= Array.Find(verdicts, v => v.Status is VerdictStatus.Refused or VerdictStatus.Unavailable)?.Refusal;
            progress.Report(new(i + part.Count, undecided.Count));
        }

        if (failure is null)
        {
            await book.SetPlannedThrough(Occasions.Birthday, command.To, ct);
        }

        return failure;
    }

    private async Task<DecideCare> CommandAsync(CancellationToken ct)
    {
        // Yesterday is still going on in the west. Days that nobody planned are decided now, if only as missed.
        var (today, now) = (clock.Today, clock.Now);
        var (from, to) = (today.AddDays(-1), today.AddDays(DaysAhead));
        if (await book.PlannedThrough(Occasions.Birthday, ct) is { } through && through < from)
        {
            from = through.AddDays(1);
        }

        return new(today, now, clock.Zone, from, to);
    }

    // The decision itself is taken under the customer's lock; here it only saves commands that would change nothing.
    private async Task<List<string>> FindAsync(DecideCare command, CancellationToken ct)
    {
        var undecided = new List<string>();
        await foreach (var candidate in book.Birthdays(command.From, command.To, ct))
        {
            var zone = SendingDay.Zone(candidate.TimeZone, command.CompanyZone);
            if (!Greetings.Plan(candidate.CustomerId, candidate.Contacts, zone, command.From, command.To, command.Now, candidate.Decided).IsEmpty)
            {
                undecided.Add(candidate.CustomerId);
            }
        }

        return undecided;
    }
}
