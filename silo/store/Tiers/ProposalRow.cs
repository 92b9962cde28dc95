using Lifecycle.Grains;

namespace Lifecycle.Store.Tiers;

/// <summary>A proposal on its way into the table, as a commit leaves it.</summary>
/// <param name="DecidedBy">Who approved or rejected; null: nobody.</param>
internal sealed record ProposalRow(string CustomerId, TierProposal Proposal, string Status, string? DecidedBy, string? Reason)
{
    /// <summary>What an event makes of a proposal of a customer; null: nothing.</summary>
    /// <param name="before">The customer as it was when the event happened to it.</param>
    public static ProposalRow? Of(CustomerState before, TierEvent happened, string actor)
    {
        if (happened is TierProposed { Proposal: var proposed })
        {
            return new(before.Id, proposed, ProposalStatus.Open, null, null);
        }

        return (before.Tiers.Proposal, happened) switch
        {
            ({ } open, TierApproved e) => new(before.Id, open, ProposalStatus.Approved, actor, e.Reason),
            ({ } open, TierRejected e) => new(before.Id, open, ProposalStatus.Rejected, actor, e.Reason),
            ({ } open, TierProposalExpired) => new(before.Id, open, ProposalStatus.Expired, null, null),
            ({ } open, TierProposalWithdrawn) => new(before.Id, open, ProposalStatus.Withdrawn, null, null),
            _ => null,
        };
    }
}
