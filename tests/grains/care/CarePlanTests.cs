using Lifecycle.Grains;
using static Lifecycle.Tests.Grains.Care.CareCases;

namespace Lifecycle.Tests.Grains.Care;

/// <summary>What a plan holds: every occasion of its days once, for whoever is meant, within the cap.</summary>
public sealed class CarePlanTests
{
    private static readonly DateTimeOffset Noon = At("2026-06-15T12:00+08:00");

    [Fact]
    public void A_plan_holds_every_birthday_of_its_days_once_for_each_year_of_its_own_calendar()
    {
        var leap = Li with { Id = 2, Birthday = new(false, 2, 29, null, false, true) };
        var lunar = Li with { Id = 3, Birthday = new(true, 12, 1, null, false, false) };
        var none = Li with { Id = 4, Birthday = null };
        var facts = Facts(Li, leap, lunar, none);
        var plan = Plan(facts, Programme(), "2026-03-01", "2028-02-29");

        // The first day of the twelfth lunar month: never in the solar year 2026's end, twice in none of these.
        Assert.Equal(
            [
                "1 2026 2026-06-15 scheduled", "1 2027 2027-06-15 scheduled", "2 2026 2026-03-01 expired", "2 2027 2027-03-01 scheduled",
                "2 2028 2028-02-29 scheduled", "3 2026 2027-01-08 scheduled", "3 2027 2027-12-28 scheduled",
            ],
            plan.Select(d => $"{d.Key.ContactId} {d.Key.Occurrence} {d.OccursOn:yyyy-MM-dd} {d.Outcome.Word()}"));
        Assert.Empty(Plan(Facts(Li), Programme(), "2026-06-16", "2027-06-14"));
        Assert.Empty(Plan(facts.With([.. plan]), Programme(), "2026-03-01", "2028-02-29"));
    }

    [Fact]
    public void Festivals_anniversaries_and_a_companys_own_days_fall_when_the_calendar_says()
    {
        CareRule[] rules =
        [
            CareRules.Default("mid-autumn") with { IsOn = true },
            CareRules.Default(Occasions.Anniversary) with { IsOn = true },
            CareRules.Default("founding-day") with { IsOn = true, Date = new("founding-day", new("司庆", "Founding day"), false, 9, 1) },
        ];
        var facts = Facts(Li);
        facts = facts with { Customer = facts.Customer with { Profile = Profile.Empty with { CustomerSince = new([new(new(2020, 9, 30), new DateOnly(2020, 9, 30))]) } } };
        Assert.Equal(
            ["mid-autumn 2026 2026-09-25", "anniversary 2026 2026-09-30", "founding-day 2026 2026-09-01"],
            CareDeciding.Plan(facts, new([.. rules], null), rules, new(2026, 8, 1), new(2026, 10, 1), Noon)
                .Select(d => $"{d.Key.Occasion} {d.Key.Occurrence} {d.OccursOn:yyyy-MM-dd}"));
    }

    [Fact]
    public void A_change_of_tier_is_told_the_day_after_while_it_stands()
    {
        var rule = CareRules.Default(Occasions.Tier);
        var alert = new Alert(AlertKind.TierChanged, 3, AlertStatus.Open, AlertSeverity.Info, "3", "2", new(2026, 6, 1), new(2026, 6, 14));
        var facts = Facts(Li);
        var changed = facts with { Customer = facts.Customer with { Alerts = new([alert]) } };
        var told = Assert.Single(Plan(changed, Programme(rule), "2026-06-14", "2026-06-22", rule));
        Assert.Equal(("2026-06-14-2", "2026-06-15", "scheduled"), (told.Key.Occurrence, $"{told.OccursOn:yyyy-MM-dd}", told.Outcome.Word()));
        Assert.Equal("no-occasion", CareDeciding.Decide(told.Key, facts, Programme(rule), Noon, told).Reason);

        // Gone further, it is another piece of news.
        var further = facts with { Customer = facts.Customer with { Alerts = new([alert with { To = "1" }]) } };
        Assert.Equal("no-occasion", CareDeciding.Decide(told.Key, further, Programme(rule), Noon, told).Reason);
        Assert.Empty(Plan(facts, Programme(rule), "2026-06-14", "2026-06-22", rule));
    }

    [Fact]
    public void Visits_are_due_by_the_plan_of_the_tier_and_each_has_its_ordinal()
    {
        var rule = CareRules.Default(Occasions.Visit) with { IsOn = true };
        var facts = Facts(Li, Li with { Id = 2 }) with { NextVisit = new(3, new(2026, 6, 20)) };
        var visit = Assert.Single(Plan(facts, Programme(rule), "2026-06-14", "2026-06-22", rule));
        Assert.Equal(("visit", "3", "task", 1), (visit.Key.Occasion, visit.Key.Occurrence, visit.Key.Channel, visit.Key.ContactId));
        Assert.Empty(Plan(facts, Programme(rule), "2026-06-12", "2026-06-19", rule));

        // Once it is done, the next one is another.
        Assert.Equal("no-occasion", CareDeciding.Decide(visit.Key, facts with { NextVisit = new(4, new(2026, 9, 20)) }, Programme(rule), Noon, visit).Reason);

        var opened = CareTodos.Of(visit, rule, facts);
        Assert.Equal(("visit", new DateOnly(2026, 7, 19)), (opened.Kind, opened.DueOn));
    }

    [Fact]
    public void Every_channel_is_a_decision_of_its_own()
    {
        var rule = Campaign with { Channels = ["email", "sms", "wecom", "task"], Todo = new("call") };
        var plan = Plan(Facts(Li.Agreeing(true).Agreeing(true, "sms").Agreeing(true, "wecom")), Programme(rule), "2026-06-15", "2026-06-15", rule);
        Assert.Equal(["email scheduled ", "sms scheduled ", "wecom no_address no-wecom", "task scheduled "], plan.Select(d => $"{d.Key.Channel} {d.Outcome.Word()} {d.Reason}"));
    }

    [Fact]
    public void Whoever_is_not_meant_has_no_decision()
    {
        Contact[] contacts = [Li.Agreeing(true), (Li with { Id = 2 }).Agreeing(true)];
        Assert.Equal([1, 2], Meant(new()));
        Assert.Equal([1], Meant(new() { FirstContactOnly = true }));
        Assert.Empty(Meant(new() { State = ["new", "dormant"] }));
        Assert.Empty(CareDeciding.Plan(FactsOf(null, contacts), Programme(Campaign), [Campaign], new(2026, 6, 1), new(2026, 6, 30), Noon));

        IEnumerable<int> Meant(Audience audience)
        {
            var rule = Campaign with { Audience = audience };
            return Plan(Facts(contacts), Programme(rule), "2026-06-01", "2026-06-30", rule).Select(d => d.Key.ContactId);
        }
    }

    [Fact]
    public void The_cap_counts_what_was_sent_and_what_waits_in_the_month_over_all_channels_and_no_birthdays()
    {
        var facts = Facts(Li.Agreeing(true)).With(
            Earlier("1", CareOutcome.Sent, "2026-06-01"), Earlier("2", CareOutcome.Scheduled, "2026-06-30", "sms"), Earlier("3", CareOutcome.InDoubt, "2026-06-02"),
            Earlier("4", CareOutcome.Sent, "2026-05-31"), Earlier("5", CareOutcome.Muted, "2026-06-03"), Earlier("6", CareOutcome.Sent, "2026-06-03", "task"),
            Earlier("7", CareOutcome.Failed, "2026-06-03"),
            CareDeciding.Decide(BirthdayKey, Facts(Li), Programme(), Noon, null));
        Assert.Equal("scheduled", Outcome(facts, 4));
        Assert.Equal("capped", Outcome(facts, 3));
        Assert.Equal("capped", Outcome(facts, 0));
        Assert.Equal("scheduled", Outcome(facts, null));
        Assert.Equal("scheduled", CareDeciding.Decide(BirthdayKey, facts, Programme(Campaign) with { Cap = 0 }, Noon, null).Outcome.Word());

        static string Outcome(CareFacts facts, int? cap) =>
            CareDeciding.Decide(CampaignKey, facts, Programme(Campaign) with { Cap = cap }, Noon, null).Outcome.Word();
    }

    [Fact]
    public void One_plan_keeps_within_the_cap_by_itself()
    {
        CareRule[] rules = [.. Enumerable.Range(0, 6).Select(i => Campaign with { Campaign = $"{i}" })];
        var plan = CareDeciding.Plan(Facts(Li.Agreeing(true)), new([.. rules], 4), rules, new(2026, 6, 1), new(2026, 6, 30), Noon);
        Assert.Equal(["scheduled", "scheduled", "scheduled", "scheduled", "capped", "capped"], plan.Select(d => d.Outcome.Word()));
    }

    [Fact]
    public void What_should_have_left_last_month_counts_in_the_one_in_which_it_leaves()
    {
        var days = new CareDays(new(2026, 5, 30), new(2026, 6, 20));
        CareRule[] rules = [Campaign with { Campaign = "a", Days = days }, Campaign with { Campaign = "b", Days = days }];
        var plan = CareDeciding.Plan(Facts(Li.Agreeing(true)), new([.. rules], 1), rules, new(2026, 5, 29), new(2026, 6, 30), Noon);
        Assert.Equal(["scheduled", "capped"], plan.Select(d => d.Outcome.Word()));
    }

    [Fact]
    public void The_month_is_that_of_the_customers_clock()
    {
        // 1 July 01:00 in Shanghai is still June in New York.
        var facts = Facts(Li.Agreeing(true)).With(Earlier("1", CareOutcome.Sent, "2026-06-30") with { SentAt = At("2026-07-01T01:00+08:00") });
        var july = Campaign with { Days = new(new(2026, 7, 3), new(2026, 7, 3)) };
        foreach (var (zone, outcome) in new[] { ("Asia/Shanghai", "capped"), ("America/New_York", "scheduled") })
        {
            var there = facts with { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
            Assert.Equal(outcome, CareDeciding.Decide(CampaignKey, there, Programme(july) with { Cap = 1 }, Noon, null).Outcome.Word());
        }
    }

    [Fact]
    public void A_share_of_the_audience_gets_the_second_text_and_always_the_same_contacts()
    {
        var rule = Campaign with { Split = new("other", 2_500) };
        var variants = Enumerable.Range(0, 4_000).Select(i => CareVariants.Of(rule, CampaignKey with { CustomerId = $"c{i}" })).ToList();
        Assert.InRange(variants.Count(v => v == CareVariants.B), 900, 1_100);
        Assert.Equal(variants, Enumerable.Range(0, 4_000).Select(i => CareVariants.Of(rule, CampaignKey with { CustomerId = $"c{i}", Channel = "sms" })));
        Assert.All(variants.Take(100), v => Assert.Equal(v == "B" ? "other" : "campaign", CareVariants.Template(rule, v)));
        Assert.Null(CareVariants.Of(Campaign, CampaignKey));
    }

    [Fact]
    public void Messages_under_a_rate_take_places_in_a_row()
    {
        var rule = Campaign with { RatePerMinute = 60 };
        var rates = new CareRates([]);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(_ => (rates.Take(rule, Noon)!.Value - Noon).TotalSeconds));

        // Nobody saves up places for later.
        Assert.Equal(Noon.AddHours(1), rates.Take(rule, Noon.AddHours(1)));
        Assert.Equal(Noon.AddHours(1).AddSeconds(1), rates.Take(rule, Noon.AddHours(1)));
        Assert.Equal(Noon, rates.Take(Campaign, Noon));

        // And no further ahead than ten minutes.
        Assert.Equal(600, Enumerable.Range(0, 700).Count(_ => rates.Take(rule, Noon.AddHours(2)) is not null) - 1);
    }

    private static CareDecision Earlier(string campaign, CareOutcome outcome, string on, string channel = "email") => new(
        new("c", 1, Occasions.Campaign, campaign, channel), outcome, null, DateOnly.Parse(on), At(on + "T12:00+08:00"), At(on + "T23:59+08:00"))
    {
        SentAt = outcome is CareOutcome.Sent or CareOutcome.InDoubt ? At(on + "T12:00+08:00") : null,
    };

    private static IEnumerable<CareDecision> Plan(CareFacts facts, CareProgramme programme, string from, string to, CareRule? rule = null) =>
        CareDeciding.Plan(facts, programme, [rule ?? programme.Rules[0]], DateOnly.Parse(from), DateOnly.Parse(to), Noon);
}
