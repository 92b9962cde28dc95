using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>Every outcome of a birthday greeting, and how a decision follows the facts until its message has left.</summary>
public sealed class GreetingTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly CareKey Key = CareKey.Birthday("c", 1, 2026);
    private static readonly Contact Li = Contact.Empty with
    {
        Id = 1, Name = "Li Na", Email = "li@example.com", Birthday = new(false, 6, 15, 1980, false, false),
    };

    private static readonly DateTimeOffset DayBefore = DateTimeOffset.Parse("2026-06-14T12:00+08:00");
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-06-15T12:00+08:00");
    private static readonly DateTimeOffset Night = DateTimeOffset.Parse("2026-06-15T22:00+08:00");
    private static readonly DateTimeOffset DayAfter = DateTimeOffset.Parse("2026-06-16T00:00+08:00");

    public static TheoryData<string, bool?, bool, string, string, string?> Table => new()
    {
        // now, consent, has an address, outcome, reason
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
    [MemberData(nameof(Table))]
    public void Decides(string now, bool? consent, bool hasAddress, string outcome, string reason, string? zone)
    {
        var contact = Li with { Email = hasAddress ? Li.Email : null };
        contact = consent is { } given ? contact with { Consent = contact.Consent.SetItem("email", given) } : contact;
        var decision = Greetings.Decide(Key, contact, SendingDay.Zone(zone, Shanghai), DateTimeOffset.Parse(now));

        Assert.Equal((outcome, reason), (decision.Outcome.Word(), decision.Reason ?? ""));
        Assert.Equal(new DateOnly(2026, 6, 15), decision.OccursOn);
        Assert.Equal(decision.SendAfter.AddHours(16), decision.ExpiresAt);
    }

    [Fact]
    public void Consent_to_another_channel_decides_nothing()
    {
        var contact = Li with { Consent = Li.Consent.SetItem("sms", false).SetItem("wecom", false) };
        Assert.Equal(CareOutcome.Scheduled, Greetings.Decide(Key, contact, Shanghai, Noon).Outcome);
    }

    [Fact]
    public void A_decision_that_is_as_the_facts_are_is_not_written_again()
    {
        var decision = Greetings.Review(Key, Li, Shanghai, DayBefore, null)!;
        Assert.Null(Greetings.Review(Key, Li, Shanghai, Noon, decision));
        Assert.Null(Greetings.Review(Key, Li with { Name = "Li", Language = "en" }, Shanghai, Noon, decision));
    }

    [Fact]
    public void Until_its_day_is_over_a_decision_follows_the_facts()
    {
        var missing = Greetings.Review(Key, Li with { Email = null }, Shanghai, DayBefore, null)!;
        Assert.Equal(CareOutcome.NoAddress, missing.Outcome);
        var found = Greetings.Review(Key, Li, Shanghai, Noon, missing)!;
        Assert.Equal((CareOutcome.Scheduled, null), (found.Outcome, found.Reason));
        Assert.Null(Greetings.Review(Key, Li, Shanghai, DayAfter, missing));

        var moved = Greetings.Review(Key, Li with { Birthday = Li.Birthday! with { Month = 8, Day = 20 } }, Shanghai, Noon, found)!;
        Assert.Equal((CareOutcome.Scheduled, new DateOnly(2026, 8, 20)), (moved.Outcome, moved.OccursOn));
    }

    [Fact]
    public void What_has_left_is_final_and_what_waited_too_long_expires()
    {
        var waiting = Greetings.Decide(Key, Li, Shanghai, DayBefore);
        Assert.Equal(CareOutcome.Expired, Greetings.Review(Key, Li, Shanghai, Night, waiting)!.Outcome);
        Assert.Equal(CareOutcome.Expired, Greetings.Review(Key, Li, Shanghai, DayAfter.AddYears(1), waiting)!.Outcome);

        var elsewhere = Li with { Email = null, Birthday = Li.Birthday! with { Day = 20 } };
        foreach (var final in new[] { waiting with { Outcome = CareOutcome.Sent }, waiting with { Outcome = CareOutcome.InDoubt }, waiting with { IsLeaving = true } })
        {
            Assert.Null(Greetings.Review(Key, elsewhere, Shanghai, Noon, final));
        }
    }

    [Fact]
    public void Without_contact_or_solar_birthday_a_planned_message_is_cancelled()
    {
        var waiting = Greetings.Decide(Key, Li, Shanghai, DayBefore);
        Assert.Equal("no-contact", Greetings.Decide(Key, null, Shanghai, Noon, waiting).Reason);
        var lunar = Greetings.Decide(Key, Li with { Birthday = new(true, 6, 15, 1980, false, false) }, Shanghai, Noon, waiting);
        Assert.Equal((CareOutcome.Cancelled, "no-birthday"), (lunar.Outcome, lunar.Reason));
    }

    [Fact]
    public void A_plan_holds_every_solar_birthday_of_its_days_once_for_each_year()
    {
        var leap = Li with { Id = 2, Birthday = new(false, 2, 29, null, false, true) };
        var lunar = Li with { Id = 3, Birthday = new(true, 6, 15, null, false, false) };
        var none = Li with { Id = 4, Birthday = null };
        var plan = Greetings.Plan("c", [Li, leap, lunar, none], Shanghai, new(2026, 3, 1), new(2028, 2, 29), Noon, new Dictionary<CareKey, CareDecision>());

        Assert.Equal(
            ["1 2026 2026-06-15 scheduled", "1 2027 2027-06-15 scheduled", "2 2026 2026-03-01 expired", "2 2027 2027-03-01 scheduled", "2 2028 2028-02-29 scheduled"],
            plan.Select(d => $"{d.Key.ContactId} {d.Key.Occurrence} {d.OccursOn:yyyy-MM-dd} {d.Outcome.Word()}"));
        Assert.Empty(Greetings.Plan("c", [Li], Shanghai, new(2026, 6, 16), new(2027, 6, 14), Noon, new Dictionary<CareKey, CareDecision>()));
        Assert.Empty(Greetings.Plan("c", [Li, leap, lunar, none], Shanghai, new(2026, 3, 1), new(2028, 2, 29), Noon, plan.ToDictionary(d => d.Key)));
    }

    [Fact]
    public void Message_keys_are_stable_tell_nothing_and_never_meet()
    {
        Assert.Equal("birthday-2026-c88a8b7cc776f2a156662342959e86f4", Key.MessageKey);
        CareKey[] others =
        [
            Key with { CustomerId = "c1", ContactId = 1 }, Key with { ContactId = 11 }, Key with { CustomerId = "c:1" },
            Key with { Occurrence = "2027" }, Key with { Channel = "sms" }, Key with { Occasion = "festival" },
        ];
        Assert.Equal(others.Length + 1, others.Append(Key).Select(k => k.MessageKey).Distinct().Count());
    }

    [Fact]
    public void Outcomes_and_their_words_are_one_to_one()
    {
        var outcomes = Enum.GetValues<CareOutcome>();
        Assert.Equal(outcomes, outcomes.Select(o => CareOutcomes.Read(o.Word())));
        Assert.Throws<InvalidDataException>(() => CareOutcomes.Read("shrugged"));
    }
}
