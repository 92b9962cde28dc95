using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Complaints;
using Lifecycle.Store.Tiers;

namespace Lifecycle.Store.Committing;

/// <summary>What a decided event means for a customer in a commit: its new state, and what is to be written and told.</summary>
internal static class CommitEffects
{
    public static void Apply(Slot slot, WorkItem item, CustomerEvent happened)
    {
        if (happened is ComplaintEvent complaint)
        {
            Note(slot, complaint, item.Origin);
        }

        Evolve(slot, happened, item.Origin.Actor);
        slot.ProfileChanged |= happened is ProfileChanged or CustomerRegistered or ImportUndone;
        switch (happened)
        {
            case PersonChanged changed:
                PersonImages.Note(slot, changed, item);
                (slot.Person, slot.PersonChanged) = (changed.Person, true);
                break;
            case ImportUndone undone:
                PersonImages.Forget(slot, undone.Import);
                break;
            case AlertAcknowledged { Kind: var noted }:
                Tell(slot, new(AlertNews.Acknowledged, slot.State.Alerts.Current(noted)!), item.Origin.Actor);
                break;
            case AlertEscalated { Kind: var unheeded }:
                Tell(slot, new(AlertNews.Escalated, slot.State.Alerts.Current(unheeded)!), actor: null);
                break;
        }

        if (EventCodec.Encode(happened) is { } stored)
        {
            // What undoing an import sets is nobody's word: it belongs to the import as well.
            slot.Events.Add((stored.Type, stored.Payload, item.Command is UndoImport undo ? item.Origin with { ImportId = undo.Import } : item.Origin));
        }
    }

    /// <summary>What was decided beside a rating: the standard did it, whoever gave the occasion.</summary>
    public static void Apply(Slot slot, TierEvent decided, int policyVersion)
    {
        var origin = new Origin($"policy:{policyVersion}");
        Evolve(slot, decided, origin.Actor);
        var (type, payload) = EventCodec.Encode(decided)!.Value;
        slot.Events.Add((type, payload, origin));
    }

    /// <summary>The last step for a customer of whom nothing is left: no rating, no alerts, only the count of its versions.</summary>
    /// <param name="day">The business day.</param>
    /// <param name="policyVersion">In force on it.</param>
    public static void Part(Slot slot, DateOnly day, int policyVersion)
    {
        if (slot.State.Tiers.Proposal is { } open)
        {
            Apply(slot, new TierProposalWithdrawn(day, open.Number), policyVersion);
        }

        foreach (var change in slot.State.Alerts.End())
        {
            Tell(slot, change, actor: null);
        }

        // What an import closed and might revive is part of its history also when it comes back.
        slot.State = new CustomerState(slot.Id)
        {
            Version = slot.State.Version,
            Alerts = Grains.Alerts.Of(slot.State.Alerts.Items.Where(a => !a.Stands)),
        };
    }

    private static void Evolve(Slot slot, CustomerEvent happened, string actor)
    {
        slot.ChangesSince = Effects.Since(slot.State, happened) is { } day && !(slot.ChangesSince <= day) ? day : slot.ChangesSince;
        if (happened is TierEvent tier && ProposalRow.Of(slot.State, tier, actor) is { } row)
        {
            slot.Proposals[row.Proposal.Number] = row;
        }

        slot.State = Customer.Evolve(slot.State, happened);
    }

    /// <summary>Before the event has its place among the events of the commit, and before the state knows of it.</summary>
    private static void Note(Slot slot, ComplaintEvent happened, Origin origin)
    {
        slot.Complaints[happened.Id] = ComplaintRow.Of(slot.State, happened, origin, slot.Complaints.GetValueOrDefault(happened.Id));
        if (happened.Note is { } note)
        {
            slot.ComplaintNotes.Add(new(slot.Events.Count, note));
        }
    }

    /// <summary>A change of an alert that no rating decided.</summary>
    private static void Tell(Slot slot, AlertChange change, string? actor)
    {
        var manager = slot.Locked.Standing?.Manager;
        slot.Alerted.Add(new(slot.Id, AlertRow.NoRating, change, manager, manager, actor));
    }
}
