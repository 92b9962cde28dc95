using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Complaining;

/// <summary>received → assigned → solved → confirmed, or reopened; and nothing else.</summary>
public sealed class ComplaintLifeTests
{
    private static readonly DateOnly Today = Make.Day("2026-06-15");
    private static readonly Guid Id = Guid.Parse("0197a000-0000-7000-8000-000000000001");

    /// <summary>Each letter is a step: a and b assign to two people, s solves, c confirms, r reopens.</summary>
    [Theory]
    [InlineData("", "received -")]
    [InlineData("a", "assigned a")]
    [InlineData("ab", "assigned b")]
    [InlineData("s", "solved -")]
    [InlineData("as", "solved a")]
    [InlineData("asr", "reopened a")]
    [InlineData("asrs", "solved a")]
    [InlineData("asrb", "assigned b")]
    [InlineData("asc", "gone")]
    [InlineData("asrsc", "gone")]
    public void Steps_lead_from_one_status_to_the_next(string steps, string status) => Assert.Equal(status, Shown(After(steps)));

    [Theory]
    [InlineData("", 's', "accepted")]
    [InlineData("", 'c', "complaint-not-solved")]
    [InlineData("", 'r', "complaint-not-solved")]
    [InlineData("a", 'a', "duplicate")]
    [InlineData("a", 'c', "complaint-not-solved")]
    [InlineData("s", 's', "duplicate")]
    [InlineData("s", 'a', "complaint-not-open")]
    [InlineData("sr", 'r', "duplicate")]
    [InlineData("sr", 'c', "complaint-not-solved")]
    [InlineData("asr", 'a', "accepted")]
    [InlineData("sc", 'c', "duplicate")]
    [InlineData("sc", 'r', "complaint-closed")]
    [InlineData("sc", 's', "complaint-closed")]
    [InlineData("sc", 'a', "complaint-closed")]
    public void What_does_not_fit_is_refused_and_what_was_said_is_said(string steps, char step, string answer)
    {
        var decision = Customer.Decide(After(steps), Step(step));
        Assert.Equal(answer, decision.Refusal?.Code ?? (decision.Outcome == Outcome.Duplicate ? "duplicate" : "accepted"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("a", true)]
    [InlineData("as", false)]
    [InlineData("asr", true)]
    [InlineData("asc", false)]
    public void Open_is_what_is_not_solved(string steps, bool isOpen) => Assert.Equal(isOpen, After(steps).HasOpenComplaint);

    /// <summary>Whoever has no posting is tier 4, ten days.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 10)]
    public void It_is_due_by_the_tier_of_the_day_it_came_in(int tier, int days)
    {
        var state = Customer.Evolve(Make.State(), new TierSet(Today.AddDays(-5), new(tier, Today.AddDays(-3), "key")));

        Assert.Equal(Today.AddDays(-3 + days), Received(state, Today.AddDays(-3)).DueOn);
        Assert.Equal(Today.AddDays(-2 + 10), Received(state, Today.AddDays(-2)).DueOn);
    }

    [Fact]
    public void A_day_before_what_was_compacted_needs_the_ledger()
    {
        var state = Make.State(Make.Posting("shipment", 100, "2020-01-01"), Make.Posting("shipment", 100, "2026-01-01"));
        var compacted = state with { Movements = state.Movements.CompactThrough(state.Profile, Make.Day("2023-01-01")) };

        Assert.Equal(Outcome.NeedsHistory, Customer.Decide(compacted, Receive(Make.Day("2021-01-01")), policies: Make.DefaultBook).Outcome);
        Assert.Equal(Outcome.Accepted, Customer.Decide(compacted, Receive(Today), policies: Make.DefaultBook).Outcome);
    }

    [Fact]
    public void There_is_an_end_to_complaints_that_nobody_confirms()
    {
        var state = Make.State() with { Complaints = new([.. Enumerable.Range(0, Complaints.Most).Select(i => new Complaint(new(i, 0, 0, new byte[8]), Today, ComplaintStatus.Solved, null, 0))]) };
        Assert.Equal("too-many-complaints", Customer.Decide(state, Receive(Today), policies: Make.DefaultBook).Refusal?.Code);
    }

    [Theory]
    [InlineData("", 0, null, "required", "category")]
    [InlineData("late", 1, null, "date-in-future", "receivedOn")]
    [InlineData("late", 0, "a\0", "text-invalid", "text")]
    public void Input_at_fault_is_refused(string category, int days, string? text, string code, string field)
    {
        var refusal = ReceiveComplaint.TryCreate(Id, category, Today.AddDays(days), text, Today, out _);
        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void An_assignment_names_somebody()
    {
        Assert.Equal("assignee", ChangeComplaint.TryCreate(Id, ComplaintStep.Assign, null, null, Today, out _)?.Field);
        Assert.Equal("text-too-long", ChangeComplaint.TryCreate(Id, ComplaintStep.Solve, null, new('x', 2001), Today, out _)?.Code);
        Assert.Null(ChangeComplaint.TryCreate(Id, ComplaintStep.Solve, null, "换货", Today, out _));
    }

    [Fact]
    public void Of_a_customer_nobody_registered_there_are_none() =>
        Assert.Equal("customer-not-found", Customer.Decide(new("x"), Receive(Today), policies: Make.DefaultBook).Refusal?.Code);

    private static ReceiveComplaint Receive(DateOnly on) => new(Today, Id, "late", on, null);

    private static ComplaintReceived Received(CustomerState state, DateOnly on) =>
        (ComplaintReceived)Assert.Single(Customer.Decide(state, Receive(on), policies: Make.DefaultBook).Events);

    private static ChangeComplaint Step(char step) => step switch
    {
        's' => new(Today, Id, ComplaintStep.Solve, null, null),
        'c' => new(Today, Id, ComplaintStep.Confirm, null, null),
        'r' => new(Today, Id, ComplaintStep.Reopen, null, null),
        _ => new(Today, Id, ComplaintStep.Assign, $"{step}", null),
    };

    private static CustomerState After(string steps) => steps.Aggregate(
        Customer.Evolve(Make.State(), Received(Make.State(), Today)),
        (state, step) => Customer.Evolve(state, Assert.Single(Customer.Decide(state, Step(step)).Events)));

    private static string Shown(CustomerState state) =>
        state.Complaints.Find(Id) is { } complaint ? $"{complaint.Status.Word()} {complaint.Assignee ?? "-"}" : "gone";
}
