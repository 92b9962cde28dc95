using Lifecycle.Grains;
using static Lifecycle.Tests.Grains.Care.CareCases;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>Every outcome of a decision, and how it follows the facts until its message has left.</summary>
public sealed class CareDecidingTests
{
    private static readonly DateTimeOffset DayBefore = At("2026-06-14T12:00+08:00");
    private static readonly DateTimeOffset Noon = At("2026-06-15T12:00+08:00");
    private static readonly DateTimeOffset Night = At("2026-06-15T22:00+08:00");
    private static readonly DateTimeOffset DayAfter = At("2026-06-16T00:00+08:00");

    public static TheoryData<string, bool?, bool, string, string, string?> Birthdays => new()
    {
        // now, consent, has an address, outcome, reason, zone
        { "2026-06-08T00:00+08:00", null, true, "scheduled", "", null },
        { "2026-06-15T07:59+08:00", true, true, "scheduled", "", null },
        { "2026-06-15T21:59:59+08:00", null, true, "scheduled", "", null },
        { "2026-06-15T22:00+08:00", null, true, "expired", "too-late", null },
        { "2026-07-15T22:00+08:00", true, true, "expired", "too-late", null },
        { "2026-06-15T12:00+08:00", false, true, "opted_out", "consent-refused", null },
        { "2026-07-15T12:00+08:00", false, true, "opted_out", "consent-refused", null },
        { "2026-06-15T12:00+08:00", false, false, "opted_out", "consent-refused", null },
        { "2026-06-15T12:00+08:00", true, false, "no_address", "no-email", null },
        { "2026-07-15T12:00+08:00", null, false, "no_address", "no-email", null },

        // Ten in the evening in Shanghai is early morning in New York, and 23:00 the day before ends nothing.
        { "2026-06-15T22:00+08:00", null, true, "scheduled", "", "America/New_York" },
        { "2026-06-16T09:59:59+08:00", null, true, "scheduled", "", "America/New_York" },
        { "2026-06-16T10:00+08:00", null, true, "expired", "too-late", "America/New_York" },
    };

    [Theory]
    [MemberData(nameof(Birthdays))]
    public void Decides_about_birthdays(string now, bool? consent, bool hasAddress, string outcome, string reason, string? zone)
    {
        var contact = (Li with { Email = hasAddress ? Li.Email : null }).Agreeing(consent);
        var facts = Facts(contact) with { Zone = SendingDay.Zone(zone, Shanghai) };
        var decision = CareDeciding.Decide(BirthdayKey, facts, Programme(), At(now), null);

        Assert.Equal((outcome, reason), (decision.Outcome.Word(), decision.Reason ?? ""));
        Assert.Equal(new DateOnly(2026, 6, 15), decision.OccursOn);
        Assert.Equal(decision.SendAfter.AddHours(16), decision.ExpiresAt);
    }

    public static TheoryData<string, bool?, string, bool, string, string> Campaigns => new()
    {
        // now, consent, class, complaint, outcome, reason
        { "2026-06-15T09:59+08:00", true, "mature.normal", false, "scheduled", "" },
        { "2026-06-15T12:00+08:00", true, "mature.normal", false, "scheduled", "" },
        { "2026-06-15T12:00+08:00", null, "mature.normal", false, "no_consent", "consent-missing" },
        { "2026-06-15T12:00+08:00", false, "mature.normal", false, "opted_out", "consent-refused" },
        { "2026-06-15T12:00+08:00", true, "problem.pending", false, "muted", "problem" },
        { "2026-06-15T12:00+08:00", true, "mature.normal", true, "muted", "open-complaint" },
        { "2026-06-15T22:00+08:00", true, "mature.normal", false, "expired", "too-late" },
        { "2026-06-15T22:00+08:00", true, "problem.pending", false, "muted", "problem" },
    };

    [Theory]
    [MemberData(nameof(Campaigns))]
    public void Decides_about_campaigns(string now, bool? consent, string @class, bool complains, string outcome, string reason)
    {
        var facts = FactsOf(Standing(@class), Li.Agreeing(consent));
        facts = complains ? facts.Complaining() : facts;
        var decision = CareDeciding.Decide(CampaignKey, facts, Programme(Campaign), At(now), null);
        Assert.Equal((outcome, reason), (decision.Outcome.Word(), decision.Reason ?? ""));
        Assert.Equal(At("2026-06-15T10:00+08:00"), decision.SendAfter);
    }

    [Theory]
    [InlineData("2026-05-17", "scheduled")] // due on 16 May: 30 days on 15 June
    [InlineData("2026-05-16", "muted")]
    [InlineData("2026-05-15", "muted")]
    public void A_debt_thirty_days_overdue_mutes_campaigns_and_leaves_birthdays(string due, string outcome)
    {
        var posting = new Posting("s", "1", "c", PostingKind.Shipment, 500_00, new(2026, 1, 1), DateOnly.Parse(due));
        var facts = FactsOf(Standing("mature.normal", receivable: 500_00), Li.Agreeing(true));
        facts = facts with { Customer = facts.Customer with { Movements = Movements.Of([posting]) } };
        Assert.Equal(outcome, CareDeciding.Decide(CampaignKey, facts, Programme(Campaign), Noon, null).Outcome.Word());
        Assert.Equal("scheduled", CareDeciding.Decide(BirthdayKey, facts, Programme(), Noon, null).Outcome.Word());
    }

    [Fact]
    public void A_complaint_mutes_what_is_cheerful_and_a_birthday_greets_without_being_asked()
    {
        var complaining = Facts(Li).Complaining();
        Assert.Equal("muted", CareDeciding.Decide(BirthdayKey, complaining, Programme(), Noon, null).Outcome.Word());
        Assert.Equal("scheduled", CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon, null).Outcome.Word());
    }

    [Fact]
    public void Consent_to_another_channel_decides_nothing()
    {
        var contact = Li.Agreeing(false, "sms").Agreeing(false, "wecom");
        Assert.Equal(CareOutcome.Scheduled, CareDeciding.Decide(BirthdayKey, Facts(contact), Programme(), Noon, null).Outcome);
    }

    [Fact]
    public void At_night_and_while_its_campaign_is_paused_a_message_is_held()
    {
        var days = new CareDays(new(2026, 6, 15), new(2026, 6, 17));
        var (long3, facts) = (Campaign with { Days = days }, Facts(Li.Agreeing(true)));
        var night = CareDeciding.Decide(CampaignKey, facts, Programme(long3), At("2026-06-15T23:00+08:00"), null);
        Assert.Equal(("held", "quiet-hours", At("2026-06-16T08:00+08:00")), (night.Outcome.Word(), night.Reason, night.LookAgain!.Value));
        var early = CareDeciding.Decide(CampaignKey, facts, Programme(long3), At("2026-06-17T07:00+08:00"), night);
        Assert.Equal(("held", At("2026-06-17T08:00+08:00")), (early.Outcome.Word(), early.LookAgain!.Value));
        Assert.Equal("scheduled", CareDeciding.Decide(CampaignKey, facts, Programme(long3), At("2026-06-17T08:00+08:00"), early).Outcome.Word());
        Assert.Equal("expired", CareDeciding.Decide(CampaignKey, facts, Programme(long3), At("2026-06-17T22:00+08:00"), early).Outcome.Word());

        var paused = CareDeciding.Decide(CampaignKey, facts, Programme(long3 with { IsPaused = true }), Noon, null);
        Assert.Equal(("held", "paused", Noon.AddMinutes(10)), (paused.Outcome.Word(), paused.Reason, paused.LookAgain!.Value));
        Assert.Equal("expired", CareDeciding.Decide(CampaignKey, facts, Programme(long3 with { IsPaused = true }), At("2026-06-17T22:00+08:00"), paused).Outcome.Word());
    }

    [Fact]
    public void What_a_sender_found_out_about_a_waiting_message_it_keeps()
    {
        var waiting = CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon, null);
        var held = waiting with { Outcome = CareOutcome.Held, Reason = CareDecision.Retry, LookAgain = Noon.AddMinutes(5) };
        Assert.Null(CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Noon, held));
        Assert.Equal((CareOutcome.Held, CareDecision.Retry), Says(CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon.AddMinutes(4), held)));
        Assert.Equal((CareOutcome.Scheduled, null), Says(CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon.AddMinutes(5), held)));
    }

    [Fact]
    public void A_decision_that_is_as_the_facts_are_is_not_written_again()
    {
        var decision = CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), DayBefore, null)!;
        Assert.Null(CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Noon, decision));
        Assert.Null(CareDeciding.Review(BirthdayKey, Facts(Li with { Name = "Li", Language = "en" }), Programme(), Noon, decision));
    }

    [Fact]
    public void Until_its_day_is_over_a_decision_follows_the_facts()
    {
        var missing = CareDeciding.Review(BirthdayKey, Facts(Li with { Email = null }), Programme(), DayBefore, null)!;
        Assert.Equal(CareOutcome.NoAddress, missing.Outcome);
        var found = CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Noon, missing)!;
        Assert.Equal((CareOutcome.Scheduled, null), Says(found));
        Assert.Null(CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), DayAfter, missing));

        var moved = CareDeciding.Review(BirthdayKey, Facts(Li with { Birthday = Li.Birthday! with { Month = 8, Day = 20 } }), Programme(), Noon, found)!;
        Assert.Equal((CareOutcome.Scheduled, new DateOnly(2026, 8, 20)), (moved.Outcome, moved.OccursOn));
    }

    [Fact]
    public void What_has_left_is_final_and_what_waited_too_long_expires()
    {
        var waiting = CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), DayBefore, null);
        Assert.Equal(CareOutcome.Expired, CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Night, waiting)!.Outcome);
        Assert.Equal(CareOutcome.Expired, CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), DayAfter.AddYears(1), waiting)!.Outcome);

        var elsewhere = Facts(Li with { Email = null, Birthday = Li.Birthday! with { Day = 20 } });
        CareDecision[] finals =
        [
            waiting with { Outcome = CareOutcome.Sent }, waiting with { Outcome = CareOutcome.InDoubt }, waiting with { Outcome = CareOutcome.Failed },
            waiting with { IsLeaving = true },
        ];
        Assert.All(finals, final => Assert.Null(CareDeciding.Review(BirthdayKey, elsewhere, Programme(), Noon, final)));
    }

    [Fact]
    public void What_was_kept_back_says_why_when_its_evening_has_come()
    {
        var waiting = CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon, null);
        var broken = waiting with { Outcome = CareOutcome.TemplateError };
        Assert.Null(CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Night, broken));
        Assert.Equal(CareOutcome.Expired, CareDeciding.Review(BirthdayKey, Facts(Li), Programme(), Night, waiting)!.Outcome);
    }

    [Fact]
    public void What_has_lost_its_reason_is_cancelled_and_says_which()
    {
        var birthday = CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), DayBefore, null);
        Assert.Equal("no-contact", Cancelled(birthday, Facts(), Programme()));
        Assert.Equal("no-birthday", Cancelled(birthday, Facts(Li with { Birthday = null }), Programme()));
        Assert.Equal("occasion-off", Cancelled(birthday, Facts(Li), new([CareRules.Default(Occasions.Birthday) with { IsOn = false }], 4)));
        Assert.Equal("occasion-off", Cancelled(birthday, Facts(Li), new([CareRules.Default(Occasions.Birthday) with { Channels = ["sms"] }], 4)));

        var facts = Facts(Li.Agreeing(true));
        var campaign = CareDeciding.Decide(CampaignKey, facts, Programme(Campaign), DayBefore, null);
        Assert.Equal("campaign-cancelled", Cancelled(campaign, facts, Programme()));
        Assert.Equal("left-audience", Cancelled(campaign, facts, Programme(Campaign with { Audience = new() { State = ["new"] } })));
        Assert.Throws<ArgumentException>(() => CareDeciding.Decide(CampaignKey, facts, Programme(), DayBefore, null));
    }

    [Fact]
    public void A_to_do_needs_no_address_and_no_consent()
    {
        var visit = Campaign with { Channels = ["task"], Todo = new("visit") };
        var key = CampaignKey with { Channel = CareChannels.Task };
        Assert.Equal("scheduled", CareDeciding.Decide(key, Facts(Contact.Empty with { Id = 1 }), Programme(visit), Noon, null).Outcome.Word());
    }

    private static (CareOutcome Outcome, string? Reason) Says(CareDecision decision) => (decision.Outcome, decision.Reason);

    private static string? Cancelled(CareDecision before, CareFacts facts, CareProgramme programme)
    {
        var after = CareDeciding.Decide(before.Key, facts, programme, Noon, before);
        Assert.Equal(CareOutcome.Cancelled, after.Outcome);
        return after.Reason;
    }
}
