using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>Finds customers with birthdays to decide about and has them decided.</summary>
internal sealed class CarePlanner(ICareBook book, ICustomers customers, IBusinessClock clock)
{
    private const int DaysAhead = 7;
    private const int Together = 500;

    private static readonly Origin Origin = new("job:care");

    /// <summary>Whether a day begins or ends that was not planned, or facts have changed since it was.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct) =>
        await book.PlannedThrough(Occasions.Birthday, ct) is not { } through
        || through < clock.Today.AddDays(DaysAhead)
        || (await FindAsync(Command(through), withStuck: false, ct)).Count > 0;

    /// <summary>Plans; answers why the first of those customers could not be decided about, if there was any.</summary>
    public async Task<Refusal?> RunAsync(IProgress<JobProgress> progress, CancellationToken ct)
    {
        var command = Command(await book.PlannedThrough(Occasions.Birthday, ct));
        var undecided = await FindAsync(command, withStuck: true, ct);
        Refusal? failure = null;
        for (var i = 0; i < undecided.Count; i += Together)
        {
            var part = undecided.GetRange(i, Math.Min(Together, undecided.Count - i));
            var verdicts = await Task.WhenAll(part.Select(id => customers.SubmitPatiently(id, command, Origin, ct).AsTask()));

            // A customer that is quarantined by this very command is left alone from now on.
            failure ??= Array.Find(verdicts, v => v.Refusal is { Code: not "customer-quarantined" })?.Refusal;
            progress.Report(new(i + part.Count, undecided.Count));
        }

        if (failure is null)
        {
            await book.SetPlannedThrough(Occasions.Birthday, command.To, ct);
        }

        return failure;
    }

    // Yesterday is still going on in the west. Days that nobody planned are decided now, if only as missed.
    private DecideCare Command(DateOnly? plannedThrough)
    {
        var today = clock.Today;
        var yesterday = today.AddDays(-1);
        var from = plannedThrough is { } through && through < yesterday ? through.AddDays(1) : yesterday;
        return new(today, clock.Now, clock.Zone, from, today.AddDays(DaysAhead));
    }

    // The decision itself is taken under the customer's lock; here it only saves commands that would change nothing.
    private async Task<List<string>> FindAsync(DecideCare command, bool withStuck, CancellationToken ct)
    {
        var undecided = new List<string>();
        await foreach (var candidate in book.Birthdays(command.From, command.To, ct))
        {
            var zone = SendingDay.Zone(candidate.TimeZone, command.CompanyZone);
            var plan = Greetings.Plan(candidate.CustomerId, candidate.Contacts, zone, command.From, command.To, command.Now, candidate.Decided);
            if (plan.Any(decision => withStuck || candidate.Decided.GetValueOrDefault(decision.Key) is not { IsStuck: true }))
            {
                undecided.Add(candidate.CustomerId);
            }
        }

        return undecided;
    }
}
