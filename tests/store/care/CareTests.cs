using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store.Care;

/// <summary>The care job on a real database: who is greeted, who is not and why, and that nothing happens twice.</summary>
public sealed class CareTests
{
    [Fact]
    public async Task A_birthday_is_planned_ahead_sent_on_its_day_and_never_again()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-08 09:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        Assert.Equal("c 1 2026 scheduled", await bench.LedgerAsync());
        Assert.Empty(bench.Files);

        // Eight in the morning, not earlier.
        bench.Host.Clock.Today = new(2026, 6, 14);
        bench.Host.Clock.Time = new(23, 59);
        await bench.RunAsync();
        Assert.Empty(bench.Files);
        bench.SetClock("2026-06-15 08:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        var file = Assert.Single(bench.Files);
        var key = CareKey.Birthday("c", 1, 2026).MessageKey;
        Assert.Equal(key + ".eml", Path.GetFileName(file));
        Assert.Empty(bench.Hidden);

        File.Delete(file);
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        bench.SetClock("2026-06-16 12:00");
        await bench.RunAsync();
        Assert.Empty(bench.Files);
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Equal("sent", await bench.Host.AskAsync<string>("SELECT status FROM message"));
        Assert.Equal(
            new DateTime(2026, 6, 15, 0, 0, 0, DateTimeKind.Utc), await bench.Host.AskAsync<DateTime>("SELECT sent_at FROM care_decision"));
        await Verification.VerifyAsync(bench.Host);
    }

    [Fact]
    public async Task Every_contact_of_the_day_has_a_decision_and_nobody_else()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync(
            "c",
            CareBench.Li,
            CareBench.Li with { Name = "B", Email = null },
            CareBench.Li with { Name = "C", Consent = CareBench.Li.Consent.SetItem("email", false) },
            CareBench.Li with { Name = "D", Birthday = new(true, 6, 15, null, false, false) },
            CareBench.Li with { Name = "E", Birthday = new(false, 6, 30, null, false, false) },
            CareBench.Li with { Name = "F", Email = "two..dots.@@x", Birthday = new(false, 6, 15, null, false, false) },
            CareBench.Li with { Name = "G", Birthday = null });
        await bench.RunAsync();

        Assert.Equal(
            "c 1 2026 sent, c 2 2026 no_address no-email, c 3 2026 opted_out consent-refused, c 6 2026 no_address address-unusable",
            await bench.LedgerAsync());
        Assert.Single(bench.Files);
        Assert.Empty(bench.Hidden);
    }

    [Fact]
    public async Task Planning_leaves_version_rating_and_events_of_the_customer_alone()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        Assert.Equal((1L, 1L, 1L, 2L), (
            await bench.Host.AskAsync<long>("SELECT version FROM customer"), await bench.Host.AskAsync<long>("SELECT count(*) FROM rating"),
            await bench.Host.AskAsync<long>("SELECT count(*) FROM care_decision"), await bench.Host.AskAsync<long>("SELECT count(*) FROM customer_event")));
        await Verification.VerifyAsync(bench.Host);
    }

    [Fact]
    public async Task Consent_withdrawn_after_planning_stops_the_message()
    {
        await using var bench = await PlannedAsync();
        await bench.PutAsync("c", CareBench.Li with { Consent = CareBench.Li.Consent.SetItem("email", false) });
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 opted_out consent-refused", await bench.LedgerAsync());
        Assert.Empty(bench.Files);
        Assert.Empty(bench.Hidden);
        Assert.Equal("cancelled", await bench.Host.AskAsync<string>("SELECT status FROM message"));

        // Given again while the day lasts, it is sent; once.
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        await bench.RunAsync();
        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task A_contact_or_birthday_that_is_gone_cancels_and_a_moved_one_moves()
    {
        await using var bench = await PlannedAsync();
        await bench.PutAsync("c");
        await bench.PutAsync("d", CareBench.Li);
        await bench.PutAsync("e", CareBench.Li);
        bench.SetClock("2026-06-13 12:00");
        await bench.RunAsync();
        await bench.PutAsync("d", CareBench.Li with { Birthday = null });
        await bench.PutAsync("e", CareBench.Li with { Birthday = new(false, 6, 14, null, false, false) });
        bench.SetClock("2026-06-14 12:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 scheduled, d 1 2026 scheduled, e 1 2026 sent", await bench.LedgerAsync());
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 cancelled no-contact, d 1 2026 cancelled no-birthday, e 1 2026 sent", await bench.LedgerAsync());
        Assert.Single(bench.Files);
    }

    [Fact]
    public async Task An_erased_person_gets_nothing()
    {
        await using var bench = await PlannedAsync();
        await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "DELETE FROM customer_person");
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 cancelled no-contact", await bench.LedgerAsync());
        Assert.Empty(bench.Files);
    }

    [Fact]
    public async Task Late_is_never()
    {
        await using var bench = await PlannedAsync();
        bench.SetClock("2026-06-15 22:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 expired too-late", await bench.LedgerAsync());
        Assert.Equal("expired", await bench.Host.AskAsync<string>("SELECT status FROM message"));
        Assert.Empty(bench.Files);
    }

    [Fact]
    public async Task Days_on_which_nothing_ran_are_decided_as_missed()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-02-01 12:00");
        await bench.RunAsync();
        await bench.PutAsync("c", CareBench.Li with { Birthday = new(false, 2, 29, null, false, false) });
        await bench.PutAsync("d", CareBench.Li with { Birthday = new(false, 1, 15, null, false, false) });
        await bench.PutAsync("e", CareBench.Li with { Birthday = new(false, 6, 14, null, false, false), Email = null });

        // Planned up to 8 February 2026; d's birthday of that year was over before anybody knew it.
        bench.SetClock("2027-03-10 12:00");
        await bench.RunAsync();
        Assert.Equal(
            "c 1 2026 expired too-late, c 1 2027 expired too-late, d 1 2027 expired too-late, e 1 2026 no_address no-email",
            await bench.LedgerAsync());
        Assert.Equal(new DateOnly(2027, 3, 17), await bench.Host.AskAsync<DateOnly>("SELECT planned_through FROM care_plan"));
    }

    [Fact]
    public async Task Hours_are_those_of_the_customer()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.PutAsync("here", CareBench.Li);
        await bench.PutAsync("west", "America/New_York", CareBench.Li);
        await bench.PutAsync("east", "Pacific/Auckland", CareBench.Li with { Birthday = new(false, 6, 16, null, false, false) });
        await bench.RunAsync();
        Assert.Equal("east 1 2026 scheduled, here 1 2026 sent, west 1 2026 scheduled", await bench.LedgerAsync());

        // 04:01 of the 16th in Shanghai: 08:01 in Auckland, and still the afternoon of the 15th in New York.
        (bench.Host.Clock.Today, bench.Host.Clock.Time) = (new(2026, 6, 15), new(20, 1));
        await bench.RunAsync();
        Assert.Equal("east 1 2026 sent, here 1 2026 sent, west 1 2026 sent", await bench.LedgerAsync());
    }

    [Fact]
    public async Task A_template_that_cannot_be_rendered_says_so_and_stops_nobody_else()
    {
        await using var bench = await PlannedAsync();
        await bench.PutAsync("d", CareBench.Li with { Language = "en" });
        bench.Templates = new OnlyEnglish(bench.Templates);
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal("c 1 2026 template_error, d 1 2026 sent", await bench.LedgerAsync());
    }

    [Fact]
    public async Task It_is_due_when_a_day_begins_facts_change_or_an_hour_comes_and_not_for_what_must_be_mended()
    {
        await using var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-14 12:00");
        await ExpectRunAsync();
        await bench.PutAsync("c", CareBench.Li with { Email = null }, CareBench.Li with { Name = "B", Email = "a@@b" });
        await ExpectRunAsync();
        await bench.PutAsync("c", CareBench.Li, CareBench.Li with { Name = "B", Email = "a@@b" });
        await ExpectRunAsync();
        bench.SetClock("2026-06-15 08:00");
        await ExpectRunAsync();
        Assert.Equal("c 1 2026 sent, c 2 2026 no_address address-unusable", await bench.LedgerAsync());

        async Task ExpectRunAsync()
        {
            Assert.True(await bench.IsDueAsync());
            await bench.RunAsync();
            Assert.False(await bench.IsDueAsync());
        }
    }

    [Fact]
    public async Task A_birthday_that_was_moved_after_its_greeting_is_done_with()
    {
        await using var bench = await PlannedAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        await bench.PutAsync("c", CareBench.Li with { Birthday = new(false, 6, 25, null, false, false) });
        bench.SetClock("2026-06-20 12:00");
        await bench.RunAsync();

        Assert.Equal("c 1 2026 sent", await bench.LedgerAsync());
        Assert.False(await bench.IsDueAsync());
    }

    [Fact]
    public async Task A_customer_that_cannot_be_read_keeps_nobody_else_from_being_greeted()
    {
        await using var bench = await PlannedAsync();
        await bench.PutAsync("broken", CareBench.Li);
        await bench.PutAsync("later", CareBench.Li);
        await bench.RunAsync();
        await bench.PutAsync("unknown", CareBench.Li);
        await TestPostgres.ExecuteAsync(bench.Host.ConnectionString, "UPDATE customer SET packed = '\\x01ff', version = 9 WHERE id IN ('broken', 'unknown')");
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal("broken 1 2026 scheduled, c 1 2026 sent, later 1 2026 sent", await bench.LedgerAsync());
    }

    [Fact]
    public async Task Nothing_outside_of_the_erasable_table_names_a_person()
    {
        await using var bench = await PlannedAsync();
        bench.SetClock("2026-06-15 12:00");
        await bench.RunAsync();
        Assert.Equal(0L, await bench.Host.AskAsync<long>("""
            SELECT count(*) FROM (SELECT care_decision::text FROM care_decision UNION ALL SELECT message::text FROM message
                UNION ALL SELECT customer_event::text FROM customer_event) AS t(row)
            WHERE row LIKE '%example.com%' OR row LIKE '%李%'
            """));
    }

    [Fact]
    public async Task The_index_knows_birthdays_of_both_calendars_and_nothing_else()
    {
        await using var bench = await CareBench.StartAsync();
        await bench.PutAsync("c", CareBench.Li, CareBench.Li with { Name = "B", Birthday = new(true, 1, 2, null, false, false) }, CareBench.Li with { Name = "C", Birthday = new(true, 4, 15, null, true, false) }, Contact.Empty);
        await bench.PutAsync("d");
        Assert.Equal("{615,10102,20415} {}", await bench.Host.AskAsync<string>("SELECT string_agg(written_birthdays(contacts)::text, ' ' ORDER BY customer_id) FROM customer_person"));
    }

    private static async Task<CareBench> PlannedAsync()
    {
        var bench = await CareBench.StartAsync();
        bench.SetClock("2026-06-10 12:00");
        await bench.PutAsync("c", CareBench.Li);
        await bench.RunAsync();
        Assert.Equal("c 1 2026 scheduled", await bench.LedgerAsync());
        return bench;
    }

    private sealed class OnlyEnglish(IMessageTemplates templates) : IMessageTemplates
    {
        public bool IsCommercial(string template, string? language) => templates.IsCommercial(template, language);

        public RenderedText Render(string template, string? language, IReadOnlyDictionary<string, FieldValue?> fields) =>
            language == "en" ? templates.Render(template, language, fields) : throw new TemplateException("broken");
    }
}
