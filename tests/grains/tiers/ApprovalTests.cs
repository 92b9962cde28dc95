using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Alerting;

namespace Lifecycle.Tests.Grains.Tiering;

/// <summary>By approval a change waits as a proposal, and meanwhile the old tier stays.</summary>
public sealed class ApprovalTests
{
    private static readonly PolicyBook Book = TierPolicies.From("2026-06-01", """{ "when": "everyRating", "effect": "approval" }""");

    [Fact]
    public void A_change_waits_until_it_is_approved()
    {
        var watched = Waiting();
        Assert.Equal((4, 3, "open info 4 > 3", "-"), Seen(watched));
        Assert.Equal(new(3, 4, 3, Make.Day("2026-06-02"), Make.Day("2026-07-02")), watched.State.Tiers.Proposal);
        Assert.Equal(TierBy.Approval, Rate(watched, "2026-06-02").Basis.By);

        Decide(watched, "2026-06-05", approves: true);
        Assert.Equal((3, 3, "-", "open info 4 > 3"), Seen(watched));
        Assert.Equal("closed decided", watched.News(AlertKind.TierProposed));
        Assert.Equal([4, 4, 3], new[] { "2026-06-02", "2026-06-04", "2026-06-05" }.Select(day => Rate(watched, day).Tier));
        Assert.Equal("proposal-decided", Said(watched, "2026-06-05", approves: true).Refusal?.Code);
    }

    [Fact]
    public void A_first_tier_takes_effect_at_once_and_so_does_that_of_a_prospect()
    {
        var first = new Watched(Book).Post("2026-06-02", "shipment", 2_100_000, "2026-06-02");
        Assert.Equal((4, null), (first.State.Tiers.ApprovedOn(Make.Day("2026-06-02")), first.State.Tiers.Proposal));
        var prospect = new Watched(Book).Review("2026-06-02").Set("2026-06-03", new() { Complexity = 100_00 });
        Assert.True(prospect.State.Tiers.IsEmpty);
        prospect.Happens("2026-06-04", null, [.. Traded.Select(p => new PostingAccepted(p))]);
        Assert.Equal((2, 2, "-", "open info 4 > 2"), Seen(prospect));
    }

    [Fact]
    public void A_proposal_follows_the_points_and_goes_when_they_are_back()
    {
        var watched = Waiting().Set("2026-06-10", new() { Complexity = 100_00 });
        Assert.Equal((4, 2, "open info 4 > 2", "-"), Seen(watched));
        Assert.Equal(new(3, 4, 2, Make.Day("2026-06-02"), Make.Day("2026-07-10")), watched.State.Tiers.Proposal);
        Assert.Equal("proposal-moved", Said(watched, "2026-06-10", approves: true, seen: 3).Refusal?.Code);
        Assert.Equal(Outcome.Accepted, Said(watched, "2026-06-10", approves: true, seen: 2).Outcome);

        watched.Set("2026-06-11", new() { Complexity = new(null) }).Happens("2026-06-12", null, new PostingReversed(Traded[1]));
        Assert.Equal((4, 4, "-", "-"), Seen(watched));
        Assert.Equal(("closed decided", null), (watched.News(AlertKind.TierProposed), watched.State.Tiers.Proposal));
    }

    [Fact]
    public void Undecided_it_expires_on_its_day_and_is_not_asked_again()
    {
        var watched = Waiting();
        Assert.Equal(Make.Day("2026-07-02"), Run(watched, "2026-07-01"));
        Assert.Equal("proposal-decided", Said(watched, "2026-07-02", approves: true).Refusal?.Code);
        watched.Review("2026-07-02").Review("2026-07-03");
        Assert.Equal((4, 3, "-", "-"), Seen(watched));
        Assert.Equal(new(3, Make.Day("2026-07-01")), watched.State.Tiers.Declined);

        // Another tier is another question.
        watched.Set("2026-07-04", new() { Complexity = 100_00 });
        Assert.Equal((4, 2, "open info 4 > 2", "-"), Seen(watched));
    }

    [Fact]
    public void Rejected_it_is_asked_again_once_points_and_tier_have_agreed()
    {
        var watched = Waiting();
        Decide(watched, "2026-06-05", approves: false);
        Assert.Equal((4, 3, "-", "-"), Seen(watched.Review("2026-06-06")));
        watched.Happens("2026-06-07", null, new PostingReversed(Traded[1]));
        Assert.Null(watched.State.Tiers.Declined);
        watched.Happens("2026-06-08", null, new PostingAccepted(Traded[1]));
        Assert.Equal((4, 3, "open info 4 > 3", "-"), Seen(watched));
    }

    [Fact]
    public void On_a_calendar_it_is_asked_again_at_the_next_review()
    {
        var book = TierPolicies.From("2026-06-01", """{ "when": "calendar", "days": ["06-15", "09-15"], "effect": "approval", "expiresAfterDays": 10 }""");
        var watched = Waiting(book).Review("2026-06-15");
        Assert.Equal("open info 4 > 3", watched.Shown(AlertKind.TierProposed));
        watched.Review("2026-06-25").Review("2026-09-14");
        Assert.Equal("-", watched.Shown(AlertKind.TierProposed));
        Assert.Equal("open info 4 > 3", watched.Review("2026-09-15").Shown(AlertKind.TierProposed));
    }

    [Fact]
    public void By_hand_there_is_nothing_to_decide()
    {
        var watched = Waiting().Happens("2026-06-05", null, new TierSet(Make.Day("2026-06-05"), new(1, Make.Day("2026-06-10"), "key")));
        Assert.Equal((1, 3, "-", "open info 4 > 1"), Seen(watched));
        Assert.Equal((4, 3, "open info 4 > 3", "-"), Seen(watched.Review("2026-06-11")));
    }

    [Fact]
    public void Once_changes_take_effect_at_once_nothing_waits()
    {
        var book = new PolicyBook([.. Book.Published, new(3, Make.Day("2026-06-20"), Make.DefaultPolicy.Document), new(4, Make.Day("2026-07-20"), Book.Published[1].Document)]);
        var watched = Waiting(book).Review("2026-06-20");
        Assert.Equal((3, 3, "-", "open info 4 > 3"), Seen(watched));
        Assert.Equal((4, 3), (Rater.Rate(watched.State, Make.Day("2026-06-19"), book.Published[1], book).Tier, watched.State.Standing!.Tier));

        // The tier it had the day before is the one that the next approvals begin with.
        watched.Review("2026-07-20").Happens("2026-07-21", null, new PostingReversed(Traded[1]));
        Assert.Equal((3, new TierProposal(6, 3, 4, Make.Day("2026-07-21"), Make.Day("2026-08-20"))), (watched.State.Standing!.Tier, watched.State.Tiers.Proposal));
    }

    [Fact]
    public void A_cap_holds_at_once_and_needs_no_approval()
    {
        var state = Make.State(Make.Posting("opening_debit", 50_000, "2024-01-01"));
        state = Customer.Evolve(state, new TierHeld(Make.Day("2026-06-02"), 1));
        var rated = Customer.Rate(state, Make.Day("2026-06-03"), Book);
        Assert.Equal((3, "problem"), (rated.Rating.Tier, rated.Rating.State));
        Assert.Equal((1, 4), (rated.State.Tiers.Proposal!.From, rated.State.Tiers.Proposal.To));
    }

    [Fact]
    public void A_cap_that_passes_decides_nothing()
    {
        // Rejected, then a problem, which caps both tiers: no other question.
        var watched = Waiting().Set("2026-06-10", new() { Complexity = 100_00 });
        Decide(watched, "2026-06-11", approves: false);
        watched.Post("2026-06-12", "opening_debit", 50_000, "2024-01-01");
        Assert.Equal(("problem", 2), (watched.State.Standing!.State, watched.State.Standing.TierComputed));
        Assert.Equal((null, new(2, Make.Day("2026-06-11"))), (watched.State.Tiers.Proposal, watched.State.Tiers.Declined));

        // A problem when approvals begin: once it is solved, the tier is what it was without it.
        var capped = new Watched(Book).Set("2026-05-10", new() { Complexity = 100_00 }).Happens("2026-05-11", null, [.. Traded.Select(p => new PostingAccepted(p))])
            .Post("2026-05-12", "opening_debit", 50_000, "2024-01-01");
        Assert.Equal((3, 2), (capped.State.Standing!.Tier, capped.State.Standing.TierComputed));
        capped.Review("2026-06-01");
        Assert.Equal((3, 2, null), (capped.State.Standing!.Tier, capped.State.Tiers.ApprovedOn(Make.Day("2026-06-01")), capped.State.Tiers.Proposal));
        capped.Post("2026-06-03", "repayment", 50_000, "2026-06-03");
        Assert.Equal((2, null), (capped.State.Standing!.Tier, capped.State.Tiers.Proposal));
    }

    [Fact]
    public void How_postings_fall_into_commits_does_not_matter_on_the_day_of_a_first_tier()
    {
        CustomerEvent[] all = [.. Traded.Select(p => new PostingAccepted(p))];
        var (whole, parts, other) = (new Watched(Book), new Watched(Book), new Watched(Book));
        whole.Happens("2026-06-02", null, all);
        parts.Happens("2026-06-02", null, all[0]).Happens("2026-06-02", null, all[1]);
        other.Happens("2026-06-02", null, all[1]).Happens("2026-06-02", null, all[0]);
        Assert.All([whole, parts, other], w => Assert.Equal((3, 3, null), (w.State.Standing!.Tier, w.State.Tiers.ApprovedOn(Make.Day("2026-06-02")), w.State.Tiers.Proposal)));

        // The next day it is a change.
        Assert.Equal((3, 4, "open info 3 > 4", "-"), Seen(whole.Happens("2026-06-03", null, new PostingReversed(Traded[1]))));

        // Nor does the begin of approvals: whoever was there waits at once.
        var old = new Watched(Book).Happens("2026-05-10", null, all[0]).Review("2026-06-01").Happens("2026-06-01", null, all[1]);
        Assert.Equal((4, 3, "open info 4 > 3", "-"), Seen(old));
    }

    [Fact]
    public void A_tier_does_not_outlive_the_postings_that_it_came_from()
    {
        CustomerEvent[] undone = [.. Traded.Select(p => new PostingReversed(p))];
        var watched = Waiting().Happens("2026-06-05", null, undone);
        Assert.Equal((null, null), (watched.State.Tiers.ApprovedOn(Make.Day("2026-06-05")), watched.State.Tiers.Proposal));
        Assert.Equal(4, watched.State.Tiers.ApprovedOn(Make.Day("2026-06-04")));

        // What comes after is the first.
        watched.Happens("2026-06-05", null, new PostingAccepted(Traded[0])).Happens("2026-06-05", null, new PostingAccepted(Traded[1]));
        Assert.Equal((3, null), (watched.State.Standing!.Tier, watched.State.Tiers.Proposal));
    }

    [Fact]
    public void A_proposal_that_expires_on_a_review_day_is_asked_again_by_it()
    {
        var book = TierPolicies.From("2026-06-01", """{ "when": "calendar", "days": ["06-15", "07-15"], "effect": "approval", "expiresAfterDays": 30 }""");
        var watched = Waiting(book).Review("2026-06-15");
        Assert.Equal(Make.Day("2026-07-15"), watched.State.Tiers.Proposal?.ExpiresOn);
        watched.Review("2026-07-15");
        Assert.Equal(Make.Day("2026-08-14"), watched.State.Tiers.Proposal?.ExpiresOn);
    }

    [Fact]
    public void A_prospect_that_no_sweep_has_written_since_approvals_has_its_tier_at_once()
    {
        var prospect = new Watched(Book).Review("2026-05-20").Happens("2026-06-02", null, [.. Traded.Select(p => new PostingAccepted(p with { OccurredOn = Make.Day("2026-06-01") }))]);
        Assert.Equal((3, null), (prospect.State.Standing!.Tier, prospect.State.Tiers.Proposal));
    }

    [Theory]
    [InlineData("2026-05-20")]
    [InlineData("2025-01-01")]
    public void How_far_back_its_first_posting_is_dated_does_not_make_it_a_customer_of_then(string on)
    {
        var prospect = new Watched(Book).Review("2026-05-20").Happens("2026-06-02", null, new PostingAccepted(Make.Posting("shipment", 2_100_000, on)));
        Assert.Equal((4, null), (prospect.State.Standing!.Tier, prospect.State.Tiers.Proposal));
        Assert.Equal(Make.Day("2026-06-02"), prospect.State.Tiers.FirstOn);

        // Whoever had one by then, was one.
        var customer = new Watched(Book).Post("2026-05-20", "shipment", 2_100_000, "2026-05-10").Happens("2026-06-02", null, new PostingAccepted(Make.Posting("repayment", 2_100_000, "2026-06-01")));
        Assert.Equal((4, 3, "open info 4 > 3", "-"), Seen(customer));
    }

    [Fact]
    public void Nothing_is_approved_under_a_policy_that_is_only_asked_about()
    {
        var asked = Rater.Rate(Waiting().State, Make.Day("2026-06-02"), Book.Published[1]);
        Assert.Equal((3, TierBy.Points), (asked.Tier, asked.Basis.By));
    }

    private static readonly Posting[] Traded =
        [Make.Posting("shipment", 2_100_000, "2026-05-10", key: "s"), Make.Posting("repayment", 2_100_000, "2026-05-11", key: "r")];

    /// <summary>Tier 4 when approvals begin, then paid: by its points tier 3.</summary>
    private static Watched Waiting(PolicyBook? book = null) => new Watched(book ?? Book)
        .Happens("2026-05-10", null, new PostingAccepted(Traded[0]))
        .Happens("2026-06-01", null)
        .Happens("2026-06-02", null, new PostingAccepted(Traded[1]));

    private static (int InForce, int Computed, string Proposed, string Changed) Seen(Watched watched) => (
        watched.State.Standing!.Tier, watched.State.Standing.TierComputed, watched.Shown(AlertKind.TierProposed), watched.Shown(AlertKind.TierChanged));

    private static Rating Rate(Watched watched, string day) => Rater.Review(watched.State, Make.Day(day), Book).Rating;

    private static Decision Said(Watched watched, string day, bool approves, int? seen = null) => Customer.Decide(
        watched.State, new DecideTierProposal(Make.Day(day), watched.State.Tiers.Proposal?.Number ?? 0, approves, "because", seen));

    private static void Decide(Watched watched, string day, bool approves) =>
        watched.Happens(day, null, [.. Said(watched, day, approves).Events]);

    /// <summary>Every step day up to a day; the next one.</summary>
    private static DateOnly? Run(Watched watched, string until)
    {
        while (watched.State.Standing!.NextReviewOn is { } next && next <= Make.Day(until))
        {
            watched.Review($"{next:yyyy-MM-dd}");
        }

        return watched.State.Standing.NextReviewOn;
    }
}
