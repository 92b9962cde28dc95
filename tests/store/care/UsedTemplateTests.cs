using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Templates;

namespace Lifecycle.Tests.Store.Care;

/// <summary>Templates that messages are made of while somebody deletes, turns or mends them.</summary>
public sealed class UsedTemplateTests : IAsyncLifetime
{
    // What nobody has here cannot be filled in.
    private const string Broken = "{{date customerSince}}";

    private CareBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await CareBench.StartAsync();
        bench.SetClock("2026-09-25 12:00"); // the Mid-Autumn Festival
    }

    public async Task DisposeAsync() => await bench.DisposeAsync();

    [Fact]
    public async Task A_template_is_neither_deleted_nor_turned_while_an_occasion_is_on_that_uses_it()
    {
        await SaveAsync("own", Written.Content());
        await PutAsync(CareRules.Default("mid-autumn") with { IsOn = true, Template = "own" });
        await RefusedAsync("own", null, "the occasion mid-autumn");
        await RefusedAsync("own", Written.Content(isCommercial: true), "the occasion mid-autumn");
        await RefusedAsync("own", Written.Content(isCommercial: true), "the occasion mid-autumn", "en");
        await SaveAsync("own", Written.Content("other words"));
        await SaveAsync("own", Written.Content(), "en");
        await RefusedAsync("own", null, "the occasion mid-autumn", "en");

        await PutAsync(CareRules.Default("mid-autumn") with { IsOn = false, Template = "own" });
        await SaveAsync("own", Written.Content(isCommercial: true));
        await SaveAsync("own", null);
        Assert.Equal(ICareRules.TemplateChanged, (await Rules().Put(CareRules.Default("mid-autumn") with { IsOn = true, Template = "own" }, null, "x", default)).Refusal);
    }

    [Fact]
    public async Task What_is_used_goes_back_to_its_file_but_is_not_turned()
    {
        await RefusedAsync("birthday", Written.Content(isCommercial: true), "the occasion birthday");
        await SaveAsync("birthday", Written.Content());
        await SaveAsync("birthday", null);
    }

    [Fact]
    public async Task Birthdays_are_gone_through_again_whose_template_is_saved_or_is_another_meanwhile()
    {
        var (book, today) = (bench.Book, bench.Host.Clock.Today);
        foreach (var change in new Func<Task>[]
        {
            () => SaveAsync("birthday", Written.Content()),
            () => PutAsync(CareRules.Default(Occasions.Birthday) with { IsOn = true, Template = "birthday" }),
        })
        {
            await bench.RunAsync();
            Assert.False(await bench.IsDueAsync());
            var through = await book.PlannedThrough(Occasions.Birthday, default);
            await change();

            // A run that began before is just done.
            await book.SetPlannedThrough(Occasions.Birthday, through, through!.Value, default);
            Assert.True(await book.PlannedThrough(Occasions.Birthday, default) < today);
            Assert.True(await bench.IsDueAsync());
        }
    }

    [Fact]
    public async Task A_to_do_is_made_of_no_template()
    {
        await SaveAsync("own", Written.Content());
        await PutAsync(CareRules.Default(Occasions.Visit) with { IsOn = true, Template = "own" });
        await SaveAsync("own", null);
    }

    [Fact]
    public async Task A_template_is_neither_deleted_nor_turned_while_a_campaign_lives_that_uses_it()
    {
        await SaveAsync("spring-a", Written.Content(isCommercial: true));
        await SaveAsync("spring-b", Written.Content(isCommercial: true));
        var campaigns = new Campaigns(bench.Host.Database, bench.Saved, bench.Host.Clock);
        await campaigns.Create("one", new("One", CareBench.Campaign("spring-a", "2026-09-26") with { Split = new("spring-b", 1) }), "x", default);
        await SaveAsync("spring-b", null);
        await SaveAsync("spring-b", Written.Content(isCommercial: true));

        Func<CareCampaign, CareCampaign>[] steps =
            [c => c with { ApprovedBy = "boss" }, c => c with { Status = CampaignStatus.Running }, c => c with { Status = CampaignStatus.Paused }];
        foreach (var step in steps)
        {
            Assert.Null((await campaigns.Step("one", null, c => (step(c), null), default)).Refusal);
            await RefusedAsync("spring-a", null, "the campaign 'One' (one)");
            await RefusedAsync("spring-b", Written.Content(), "the campaign 'One' (one)");
        }

        // Its last day is over on the day after everywhere.
        bench.SetClock("2026-09-27 12:00");
        await RefusedAsync("spring-a", null, "the campaign 'One' (one)");
        bench.SetClock("2026-09-28 12:00");
        await SaveAsync("spring-a", null);
    }

    [Fact]
    public async Task A_festival_whose_template_was_mended_is_greeted_with_the_next_run_of_the_day()
    {
        await SaveAsync("own", Written.Content(text: Broken));
        await SaveAsync("own", Written.Content(), "en");
        await PutAsync(CareRules.Default("mid-autumn") with { IsOn = true, Template = "own" });
        await bench.PutAsync("c", CareBench.Li with { Birthday = null });
        await bench.PutAsync("d", CareBench.Li with { Birthday = null, Language = "en" });
        await MendedAsync("own", "c 1 2026 template_error, d 1 2026 sent", "c 1 2026 sent, d 1 2026 sent", isCommercial: false);
    }

    [Fact]
    public async Task A_campaign_whose_template_was_mended_goes_out_with_the_next_run_of_the_day()
    {
        await SaveAsync("spring", Written.Content(text: Broken, isCommercial: true));
        await SaveAsync("spring", Written.Content(isCommercial: true), "en");
        var agreed = CareBench.Li with { Birthday = null, Consent = CareBench.Li.Consent.SetItem("email", true) };
        await bench.PutAsync("c", agreed);
        await bench.PutAsync("d", agreed with { Language = "en" });
        var campaigns = new Campaigns(bench.Host.Database, bench.Saved, bench.Host.Clock);
        await campaigns.Create("one", new("One", CareBench.Campaign("spring", "2026-09-25")), "x", default);
        await campaigns.Step("one", null, c => (c with { Status = CampaignStatus.Running }, null), default);
        await MendedAsync("spring", "c 1 one template_error, d 1 one sent", "c 1 one sent, d 1 one sent", isCommercial: true);
    }

    [Fact]
    public async Task A_birthday_whose_template_was_mended_is_greeted_with_the_next_run_of_the_day()
    {
        await SaveAsync("birthday", Written.Content(text: Broken));
        await bench.PutAsync("c", CareBench.Li with { Birthday = new(false, 9, 25, null, false, false) });
        await MendedAsync("birthday", "c 1 2026 template_error", "c 1 2026 sent", isCommercial: false);
    }

    [Fact]
    public async Task What_nobody_uses_has_nobody_gone_through_again()
    {
        await PutAsync(CareRules.Default("mid-autumn") with { IsOn = true });
        await bench.RunAsync();
        await SaveAsync("own", Written.Content());
        Assert.False(await bench.IsDueAsync());
    }

    private async Task MendedAsync(string template, string before, string after, bool isCommercial)
    {
        await bench.RunAsync();
        await bench.RunAsync();
        Assert.Equal(before, await bench.LedgerAsync());
        Assert.False(await bench.IsDueAsync());
        await SaveAsync(template, Written.Content(isCommercial: isCommercial));
        Assert.True(await bench.IsDueAsync());
        await bench.RunAsync();
        Assert.Equal(after, await bench.LedgerAsync());
        await bench.RunAsync();
        Assert.Equal(after.Split(',').Length, bench.Files.Length);
        Assert.False(await bench.IsDueAsync());
    }

    private CareRuleStore Rules() => new(bench.Host.Database, bench.Saved, bench.Host.Clock);

    private async Task PutAsync(CareRule rule) => Assert.Null((await Rules().Put(rule, null, "x", default)).Refusal);

    private async Task SaveAsync(string template, TemplateContent? content, string language = "zh-CN") =>
        Assert.Null(await bench.Saved.Save(template, language, content, null, false, "x", default));

    private async Task RefusedAsync(string template, TemplateContent? content, string user, string language = "zh-CN")
    {
        var refusal = await bench.Saved.Save(template, language, content, null, false, "x", default);
        Assert.Equal("template-in-use", refusal?.Code);
        Assert.Contains(user, refusal!.Message, StringComparison.Ordinal);
    }
}
