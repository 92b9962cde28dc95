namespace Lifecycle.Grains;

/// <summary>A change of tier that waits for approval; meanwhile the old tier stays.</summary>
/// <param name="Number">The version of the customer that opened it: names it for good.</param>
/// <param name="From">The tier that holds, before a cap of the state.</param>
/// <param name="To">The tier that points or review ask for, before a cap of the state.</param>
/// <param name="OpenedOn">The business day.</param>
/// <param name="ExpiresOn">On this day it expires undecided.</param>
public sealed record TierProposal(long Number, int From, int To, DateOnly OpenedOn, DateOnly ExpiresOn)
{
    /// <summary>The refusal where there is none that waits.</summary>
    public static Refusal Decided { get; } = new("proposal-decided", "The proposal does not wait any more: it was decided, has expired or was withdrawn.");

    /// <summary>Decides what somebody said to a proposal.</summary>
    internal static Decision Decide(CustomerState customer, DecideTierProposal command)
    {
        if (customer.Tiers.Proposal is not { } open || open.Number != command.Number || command.Today >= open.ExpiresOn)
        {
            return new(Outcome.Refused, [], Decided);
        }

        if (command.Seen is { } seen && seen != open.To)
        {
            return Decision.Refuse("proposal-moved", $"The proposal is for tier {open.To} by now.", "to");
        }

        return Decision.Accept(command.Approves
            ? new TierApproved(command.Today, open.Number, open.To, command.Reason)
            : new TierRejected(command.Today, open.Number, command.Reason!));
    }
}

/// <summary>A tier that was proposed and not approved: it is not proposed again before points and tier agreed, or the next review.</summary>
/// <param name="On">The last day that this is an answer to: a review after it asks anew.</param>
public sealed record DeclinedTier(int Tier, DateOnly On);

/// <summary>What became of a proposal. The words are those of the interface and of the tables.</summary>
public static class ProposalStatus
{
    /// <summary>It waits.</summary>
    public const string Open = "open";

    /// <summary>Somebody approved it.</summary>
    public const string Approved = "approved";

    /// <summary>Somebody rejected it.</summary>
    public const string Rejected = "rejected";

    /// <summary>Nobody decided in time.</summary>
    public const string Expired = "expired";

    /// <summary>Points and tier agree again, a tier was set by hand, or nothing waits for approval any more.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Every one.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Approved, Rejected, Expired, Withdrawn];
}
