using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>
/// One attempt to commit one batch: claim, verify, decide, write. Nothing outside of it changes; the verdicts and states
/// it ends with count only once the caller has committed the transaction.
/// </summary>
internal sealed class CommitAttempt
{
    private readonly CommitServices services;
    private readonly Failpoints failpoints;
    private readonly List<WorkItem> items;
    private readonly Witness witness;
    private readonly SortedDictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkItem, Verdict> verdicts = new(ReferenceEqualityComparer.Instance);

    public CommitAttempt(CommitServices services, List<WorkItem> items, Activations activations, Witness witness)
    {
        (this.services, failpoints, this.items, this.witness) = (services, services.Failpoints, items, witness);
        foreach (var item in items)
        {
            if (!slots.TryGetValue(item.CustomerId, out var slot))
            {
                slots.Add(item.CustomerId, slot = new Slot(item.CustomerId, activations.Find(item.CustomerId), activations.IsDoubted(item.CustomerId)));
            }

            slot.Items.Add(item);
        }
    }

    /// <summary>The customers of the batch; after <see cref="RunAsync"/> with their new states.</summary>
    public IEnumerable<Slot> Slots => slots.Values;

    /// <summary>The verdict on an item.</summary>
    public Verdict VerdictOn(WorkItem item) => verdicts[item];

    /// <summary>Does everything up to, and without, COMMIT.</summary>
    public async Task RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // One instant for everything that a commit records: a day ends between commits, never within one.
        var now = services.Clock.Now;
        var claim = await CommitClaim.TakeAsync(connection, items, slots, now, ct);
        if (slots.Values.Where(s => IsStranger(s, claim)).Select(s => s.Id).ToArray() is { Length: > 0 } strangers)
        {
            throw new StrangersException(strangers);
        }

        var policies = await services.Policies.AtEpochAsync(connection, claim.Epoch, ct);
        await failpoints.Reach(Failpoints.Claimed);

        await new CommitVerification(connection, claim, items, slots, verdicts).RunAsync(ct);
        await failpoints.Reach(Failpoints.Verified);

        foreach (var slot in slots.Values)
        {
            await DecideAsync(slot, connection, claim, policies, ct);
        }

        await failpoints.Reach(Failpoints.Decided);
        await new CommitWrite(now, slots.Values, claim, items, verdicts, witness).RunAsync(connection, ct);
        await failpoints.Reach(Failpoints.Written);
    }

    /// <summary>
    /// Whether postings were inserted although the locked customer is not registered: nobody doubted it, or somebody else has
    /// registered it while we waited for the locks of its neighbours.
    /// </summary>
    private static bool IsStranger(Slot slot, CommitClaim claim) => !slot.Locked.IsRegistered
        && slot.Items.Exists(i => i.Command is AcceptPosting && claim.InsertedPostings.ContainsKey(i.PostingKey!.Value));

    private async Task DecideAsync(Slot slot, NpgsqlConnection connection, CommitClaim claim, PolicyBook policies, CancellationToken ct)
    {
        var day = DateOnly.MinValue;
        var onlyReviewed = true;
        Guid? import = null;
        foreach (var item in slot.Items)
        {
            if (verdicts.ContainsKey(item))
            {
                continue;
            }

            var trace = CommitUndo.TraceOf(slot, item.Command);
            var decision = Customer.Decide(slot.State, item.Command, slot.Person, policies, trace);
            if (decision.Outcome == Outcome.NeedsHistory)
            {
                slot.State = slot.State with { Movements = await LedgerAsync(slot, item, connection, claim, ct) };
                decision = Customer.Decide(slot.State, item.Command, slot.Person, policies, trace);
            }

            Apply(slot, item, decision);
            day = decision.Outcome == Outcome.Accepted && item.Command.Today > day ? item.Command.Today : day;
            onlyReviewed &= decision.Outcome != Outcome.Accepted || item.Command
                is ReviewRating or AcknowledgeAlert or EscalateAlerts or ReceiveComplaint or ChangeComplaint;
            import = decision.Outcome == Outcome.Accepted ? (item.Command as UndoImport)?.Import ?? item.Origin.ImportId ?? import : import;
        }

        if (day > DateOnly.MinValue)
        {
            await ReachBackAsync(slot, day, policies, connection, claim, ct);
            Conclude(slot, day, policies, onlyReviewed, import);
        }

        // Everybody in the batch is told of the same, final state.
        var rated = RatedCustomer.Of(slot.State);
        foreach (var item in slot.Items)
        {
            verdicts[item] = verdicts[item] with
            {
                Rated = rated,
                IsNewCustomer = slot.State.IsRegistered && !slot.Locked.IsRegistered,
            };
        }
    }

    private void Apply(Slot slot, WorkItem item, Decision decision)
    {
        foreach (var happened in decision.Events)
        {
            CommitEffects.Apply(slot, item, happened);
        }

        verdicts[item] = new(
            decision.Outcome switch
            {
                Outcome.Accepted => VerdictStatus.Accepted,
                Outcome.Duplicate => VerdictStatus.Duplicate,
                Outcome.Refused => VerdictStatus.Refused,
                _ => throw new InvalidOperationException("The whole ledger was there and still not enough."),
            },
            decision.Refusal,
            null);

        // Whoever in this batch expects the version that was locked comes too late.
        if (decision.Outcome == Outcome.Accepted)
        {
            slot.State = slot.State with { Version = slot.Locked.Version + 1 };
        }
    }

    /// <summary>A new policy may look further back than what was compacted under the one before.</summary>
    private static async Task ReachBackAsync(
        Slot slot, DateOnly day, PolicyBook policies, NpgsqlConnection connection, CommitClaim claim, CancellationToken ct)
    {
        if (slot.State is { IsRegistered: true, Movements: { Opening: not null } movements } && movements.CannotRate(policies.LooksFrom(day)))
        {
            slot.State = slot.State with { Movements = await LedgerAsync(slot, undecided: null, connection, claim, ct) };
        }
    }

    /// <summary>The last step: a fresh rating, as of the latest day that a decided command names.</summary>
    private void Conclude(Slot slot, DateOnly day, PolicyBook policies, bool onlyReviewed, Guid? import)
    {
        slot.IsWritten = true;
        if (!slot.State.IsRegistered)
        {
            CommitEffects.Part(slot, day, policies.InForceOn(day).Version);
            return;
        }

        var rated = Customer.Rate(slot.State with { Version = slot.Locked.Version + 1 }, day, policies, import, slot.Locked.Movements);
        var (state, rating) = rated;
        foreach (var decided in rated.Tiers)
        {
            CommitEffects.Apply(slot, decided, rating.PolicyVersion);
        }

        // An alert names the rating that decided it, so that one is stored whatever led to it.
        slot.NewRating = !onlyReviewed || !rated.Alerts.IsEmpty || state.Standing!.DiffersFrom(slot.Locked.Standing) ? rating : null;
        foreach (var change in rated.Alerts)
        {
            slot.Alerted.Add(new(slot.Id, state.Version, change, state.Standing!.Manager, slot.Locked.Standing?.Manager, null));
        }

        // While more of it is about to be taken back, nothing is compacted.
        slot.State = slot.Items.Exists(i => i.Command is UndoImport { Postings.IsLast: false })
            ? state
            : state with { Movements = state.Movements.Compact(state.Profile, policies.LooksFrom(rating.Day), services.Options.CompactionLimit) };
    }

    /// <summary>
    /// The ledger as it was when <paramref name="undecided"/> came: with what this batch applied before it, without the rest.
    /// Null: with everything.
    /// </summary>
    private static async Task<Movements> LedgerAsync(Slot slot, WorkItem? undecided, NpgsqlConnection connection, CommitClaim claim, CancellationToken ct)
    {
        var ahead = slot.Items.SkipWhile(i => i != undecided).ToArray();
        var postings = ahead.Where(i => i.Command is AcceptPosting).Select(i => claim.InsertedPostings.GetValueOrDefault(i.PostingKey!.Value)).ToArray();
        var reversals = ahead.Where(i => i.Reversal is not null).Select(i => i.Reversal!.PostingId).Where(claim.InsertedReversals.Contains)
            .Concat(undecided is null ? [] : slot.Undone.Select(u => u.Id))
            .ToArray();
        await using var command = connection.Command(CommitSql.Ledger, slot.Id, postings, reversals);
        return Movements.Of(await PostingRow.ReadAsync(command, ct));
    }
}
