using Lifecycle.Grains;

namespace Lifecycle.Jobs.Care;

/// <summary>
/// Has messages decided. Birthdays are found by an index, with every run; whatever else may concern everybody is decided by going through
/// everybody: once a business day, and once when a campaign is launched.
/// </summary>
internal sealed class CarePlanner(ICareBook book, CareMessages messages, IBusinessClock clock)
{
    private const int DaysAhead = 7;

    // Pages decided at once: they wait for the database in turn.
    private const int AtOnce = 2;

    /// <summary>Whether a day begins or ends that was not planned, a campaign was launched, or facts have changed since.</summary>
    public async Task<bool> IsDueAsync(CancellationToken ct)
    {
        if (await book.PlannedThrough(Occasions.Birthday, ct) is not { } through || through < clock.Today.AddDays(DaysAhead))
        {
            return true;
        }

        var programme = await book.Programme(ct);
        foreach (var pass in Passes(programme))
        {
            if (await IsOpenAsync(pass, ct))
            {
                return true;
            }
        }

        var birthdays = Birthdays(programme, through);
        await foreach (var page in book.Birthdays(birthdays.From, birthdays.To, ct))
        {
            if ((await book.Read(page, CareSpan.Since(clock.Now), ct)).Any(facts => Changes(facts, birthdays, programme).Any(d => !IsStuckStill(d, facts))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Plans.</summary>
    public async Task RunAsync(IProgress<JobProgress> progress, CancellationToken ct)
    {
        var programme = await book.Programme(ct);
        var done = 0L;
        var through = await book.PlannedThrough(Occasions.Birthday, ct);
        var birthdays = Birthdays(programme, through);
        await foreach (var page in book.Birthdays(birthdays.From, birthdays.To, ct))
        {
            await DecideAsync(page, birthdays, programme, ct);
            progress.Report(new(done += page.Count, null));
        }

        await book.SetPlannedThrough(Occasions.Birthday, through, birthdays.To, ct);
        foreach (var pass in Passes(programme))
        {
            if (await IsOpenAsync(pass, ct))
            {
                done = await GoThroughAsync(pass, done, progress, ct);
            }
        }
    }

    private async Task<long> GoThroughAsync(Round due, long done, IProgress<JobProgress> progress, CancellationToken ct)
    {
        // Rules that change from here on call the round off, so those that changed before must be in it.
        var after = await book.BeginPass(due.Name, due.Day, ct);
        var programme = await book.Programme(ct);
        if (Asked(due, programme) is not { } round)
        {
            return done;
        }

        var waiting = new List<IReadOnlyList<string>>(AtOnce);
        await foreach (var page in book.Everybody(after, ct))
        {
            waiting.Add(page);
            if (waiting.Count == AtOnce)
            {
                await TogetherAsync();
            }
        }

        // Of a campaign that was cancelled meanwhile nobody knows whom it came to: it is not said that it came to all.
        await TogetherAsync();
        if (Asked(due, await book.Programme(ct)) is not null)
        {
            await book.SetPass(due.Name, new(due.Day, after, IsDone: true), ct);
        }

        return done;

        // A killed run goes on behind the last pages that were all decided.
        async Task TogetherAsync()
        {
            if (waiting.Count > 0)
            {
                await Task.WhenAll(waiting.Select(page => Task.Run(() => DecideAsync(page, round, programme, ct), ct)));
                after = waiting[^1][^1];
                done += waiting.Sum(page => page.Count);
                waiting.Clear();
                await book.SetPass(due.Name, new(due.Day, after, IsDone: false), ct);
                progress.Report(new(done, null));
            }
        }
    }

    /// <summary>Whether a round through everybody is still to be made, or to be ended, today.</summary>
    private async Task<bool> IsOpenAsync(Round round, CancellationToken ct) =>
        await book.Pass(round.Name, ct) is not { } pass || pass.Day < round.Day || !pass.IsDone;

    /// <summary>A round as a programme asks for it; null: it asks for none of that name any more.</summary>
    private Round? Asked(Round due, CareProgramme programme) => Passes(programme).FirstOrDefault(pass => pass.Name == due.Name);

    /// <summary>The rounds through everybody that today asks for.</summary>
    private IEnumerable<Round> Passes(CareProgramme programme)
    {
        var today = clock.Today;
        var (from, to) = (today.AddDays(-1), today.AddDays(DaysAhead));
        var daily = programme.Rules.Where(r => r.IsOn && r.Occasion is not (Occasions.Birthday or Occasions.Campaign) && CareCalendarDays.Any(r, from, to)).ToList();
        if (daily.Count > 0)
        {
            yield return new(CarePass.Daily, today, daily, from, to);
        }

        foreach (var campaign in programme.Rules.Where(r => r.Campaign is not null && r.Days!.Last >= from))
        {
            yield return new(CarePass.Of(campaign.Campaign!), today, [campaign], from, campaign.Days!.Last);
        }
    }

    // Yesterday is still going on in the west. Days that nobody planned are decided now, if only as missed.
    private Round Birthdays(CareProgramme programme, DateOnly? plannedThrough)
    {
        var yesterday = clock.Today.AddDays(-1);
        var from = plannedThrough is { } through && through < yesterday ? through.AddDays(1) : yesterday;
        return new(Occasions.Birthday, clock.Today, [.. programme.Rules.Where(r => r.Occasion == Occasions.Birthday)], from, clock.Today.AddDays(DaysAhead));
    }

    // Read without locks first: most of the time there is nothing to write down for most of them.
    private async Task DecideAsync(IReadOnlyCollection<string> customers, Round round, CareProgramme programme, CancellationToken ct)
    {
        var since = Earlier(round.From);
        var changing = (await book.Read(customers, since, ct)).Where(facts => Changes(facts, round, programme).Count > 0).Select(f => f.Customer.Id).ToList();
        if (changing.Count > 0)
        {
            await book.Decide(changing, since, Plan, ct);
        }

        // Under the locks: a campaign that was cancelled meanwhile plans nothing more.
        IEnumerable<CareDecision> Plan(CareProgramme current, IReadOnlyCollection<CareFacts> all)
        {
            var rules = round.Under(current);
            return all.SelectMany(facts => Changes(facts, rules, current));
        }
    }

    private List<CareDecision> Changes(CareFacts facts, Round round, CareProgramme programme)
    {
        var changes = new List<CareDecision>();
        foreach (var decision in CareDeciding.Plan(facts, programme, round.Rules, round.From, round.To, clock.Now))
        {
            var change = messages.Tried(decision, programme.Find(decision.Key)!, facts);
            if (facts.Decided.GetValueOrDefault(decision.Key)?.SaysTheSameAs(change) != true)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    private static bool IsStuckStill(CareDecision decision, CareFacts facts) => facts.Decided.GetValueOrDefault(decision.Key) is { IsStuck: true };

    private DateOnly Earlier(DateOnly from) => CareSpan.Since(clock.Now) is var usual && usual.Year < from.Year ? usual : new(from.Year - 1, 1, 1);

    /// <summary>What one way through customers decides about.</summary>
    private sealed record Round(string Name, DateOnly Day, IReadOnlyList<CareRule> Rules, DateOnly From, DateOnly To)
    {
        /// <summary>The same with its rules as they are set in another programme; those that are gone are left out.</summary>
        public Round Under(CareProgramme programme) => this with
        {
            Rules = [.. programme.Rules.Where(rule => Rules.Any(own => (own.Occasion, own.Campaign) == (rule.Occasion, rule.Campaign)))],
        };
    }
}
