using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Care;

/// <summary>Campaigns on their way over HTTP: paused, resumed, cancelled, and of two texts.</summary>
public sealed class CampaignStepsTests : IAsyncLifetime
{
    private readonly ApiFixture api = new();

    public Task InitializeAsync() => api.InitializeAsync();

    public Task DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Paused_nothing_leaves_resumed_it_does_and_cancelled_it_never_will()
    {
        await PutAsync("a", "held", contacts: 1);
        await PutAsync("b", "off", contacts: 1);
        var (held, off) = (await WriteAsync("held"), await WriteAsync("off"));
        foreach (var step in new[] { "pause", "resume" })
        {
            (await api.CallAsync("POST", $"{held}/{step}")).IsProblem(409, "campaign-not-running");
        }

        await LaunchAsync(held);
        await LaunchAsync(off);
        await RunAsync("/jobs/care/runs");
        Assert.Equal(("scheduled - 1", "scheduled - 1"), (await NumbersAsync(held), await NumbersAsync(off)));

        (await api.CallAsync("POST", $"{held}/pause", headers: ("If-Match", "\"9\""))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("POST", $"{held}/pause", headers: ("If-Match", (await api.CallAsync("GET", held)).Is(200).ETag!))).Is(200);
        Assert.Equal("paused", await StepAsync(held, "pause"));
        Assert.Equal("cancelled", await StepAsync(off, "cancel"));
        Assert.Equal("cancelled campaign-cancelled 1", await NumbersAsync(off));
        (await api.CallAsync("POST", $"{off}/resume")).IsProblem(409, "campaign-not-running");

        // Its day has come.
        await api.SleepAsync(days: 1);
        await RunAsync("/jobs/care/runs");
        Assert.Equal(("held paused 1", "cancelled campaign-cancelled 1"), (await NumbersAsync(held), await NumbersAsync(off)));

        Assert.Equal("running", await StepAsync(held, "resume"));
        Assert.Equal("running", await StepAsync(held, "resume"));
        await RunAsync("/jobs/care/runs");
        Assert.Equal(("sent - 1", "cancelled campaign-cancelled 1"), (await NumbersAsync(held), await NumbersAsync(off)));

        // What has left has left.
        Assert.Equal("cancelled", await StepAsync(held, "cancel"));
        Assert.Equal("sent - 1", await NumbersAsync(held));

        await api.SleepAsync(days: 2);
        Assert.Equal("cancelled", (await api.GetAsync(off)).GetProperty("campaign").Text("status"));
    }

    [Fact]
    public async Task Cancelled_before_everybody_was_gone_through_it_shows_the_differences_of_those_whom_it_came_to()
    {
        foreach (var id in new[] { "came", "otherwise", "never" })
        {
            await PutAsync(id, "short", contacts: 1);
        }

        var at = await WriteAsync("short");
        await LaunchAsync(at);
        await TestPostgres.ExecuteAsync(api.ConnectionString, $"""
            INSERT INTO care_decision
                (customer_id, contact_id, occasion, occurrence, channel, message_key, outcome, reason, occurs_on, send_after, expires_at, decided_at, planned, planned_reason)
            SELECT c, 1, 'campaign', '{at[(at.LastIndexOf('/') + 1)..]}', 'email', c, outcome, reason, '2026-06-16', '2026-06-16T00:00Z', '2026-06-17T00:00Z', now(), outcome, reason
            FROM (VALUES ('came', 'scheduled', NULL), ('otherwise', 'muted', 'problem')) AS d(c, outcome, reason)
            """);
        (await api.CallAsync("GET", at + "/differences")).IsProblem(409, "campaign-not-planned");

        Assert.Equal("cancelled", await StepAsync(at, "cancel"));
        await RunAsync("/jobs/care/runs");
        var difference = Assert.Single((await api.GetAsync(at + "/differences")).GetProperty("items").EnumerateArray());
        Assert.Equal("otherwise", difference.Text("customerId"));
        Assert.Equal("muted", difference.GetProperty("decided").Text("outcome"));
    }

    [Fact]
    public async Task A_campaign_that_is_over_is_neither_paused_nor_cancelled()
    {
        await PutAsync("a", "over", contacts: 1);
        var over = await WriteAsync("over");
        await LaunchAsync(over);
        await api.SleepAsync(days: 3);
        Assert.Equal("done", (await api.GetAsync(over)).GetProperty("campaign").Text("status"));
        foreach (var step in new[] { "pause", "resume", "cancel" })
        {
            (await api.CallAsync("POST", $"{over}/{step}")).IsProblem(409, "campaign-over");
        }
    }

    [Fact]
    public async Task Each_of_two_texts_goes_to_its_share_and_to_whom_it_was_rehearsed_for()
    {
        const int Customers = 20, Contacts = 10;
        for (var i = 0; i < Customers; i++)
        {
            await PutAsync($"c{i}", "split", Contacts);
        }

        foreach (var (share, least, most) in new[] { (0m, 0, 0), (0.3m, 21, 99), (1m, 200, 200) })
        {
            var at = await WriteAsync("split", share);
            await LaunchAsync(at);
            await RunAsync("/jobs/care/runs");

            // About the share: six standard deviations (of 60, 6.5 each) are met by one campaign in a billion.
            var variants = await VariantsAsync(at);
            Assert.Equal(Customers * Contacts, variants.Count);
            Assert.InRange(variants.Values.Count(variant => variant == "B"), least, most);
            var rehearsed = (await api.GetAsync(at + "/rehearsal")).GetProperty("decisions").EnumerateArray();
            Assert.Equal(
                variants.Values.Count(variant => variant == "B"), rehearsed.Where(c => c.Text("variant") == "B").Sum(c => c.GetProperty("count").GetInt32()));

            // The lot is drawn from the campaign and the contact, whoever draws it.
            var id = at[(at.LastIndexOf('/') + 1)..];
            var rule = CareRules.Default(Occasions.Campaign) with { Split = new("campaign", (int)(share * 10_000)) };
            Assert.All(variants, v => Assert.Equal(CareVariants.Of(rule, new(v.Key.Customer, v.Key.Contact, Occasions.Campaign, id, CareChannels.Email)), v.Value));
        }
    }

    private async Task PutAsync(string id, string tag, int contacts) => await api.PutAsync($"/customers/{id}", new
    {
        name = id, tags = new[] { tag },
        contacts = Enumerable.Range(1, contacts).Select(i => new { name = $"{id}-{i}", email = $"{id}-{i}@example.com", consent = new { email = true } }),
    });

    /// <summary>A campaign of the day after the fixture's.</summary>
    private async Task<string> WriteAsync(string tag, decimal? share = null)
    {
        var draft = new
        {
            name = tag, template = "campaign", days = new { from = "2026-06-16", to = "2026-06-16" }, audience = new { tags = new[] { tag } },
            split = share is null ? null : new { template = "campaign", share },
        };
        var written = (await api.CallAsync("POST", "/care/campaigns", draft)).Is(201);
        return $"/care/campaigns/{written.Body.GetProperty("campaign").Text("id")}";
    }

    private async Task LaunchAsync(string campaign)
    {
        await RunAsync(campaign + "/rehearse");
        Assert.Equal("running", await StepAsync(campaign, "launch"));
    }

    private async Task<string> StepAsync(string campaign, string step) =>
        (await api.CallAsync("POST", $"{campaign}/{step}")).Is(200).Body.GetProperty("campaign").Text("status");

    private async Task<string> NumbersAsync(string campaign) => string.Join(", ", (await api.GetAsync(campaign)).GetProperty("decisions").EnumerateArray()
        .Select(c => $"{c.Text("outcome")} {c.GetProperty("reason").GetString() ?? "-"} {c.GetProperty("count")}"));

    private async Task<Dictionary<(string Customer, int Contact), string>> VariantsAsync(string campaign)
    {
        var decisions = await api.GetAsync($"/care/decisions?limit=500&campaign={campaign[(campaign.LastIndexOf('/') + 1)..]}");
        return decisions.GetProperty("items").EnumerateArray().ToDictionary(
            d => (d.Text("customerId"), d.GetProperty("contact").GetInt32()), d => d.Text("variant"));
    }

    private async Task RunAsync(string path)
    {
        var run = (await api.CallAsync("POST", path)).Is(202).Body.Text("id");
        Assert.Equal("done", await SleepTests.EndOfAsync(api.Silo, $"/api/v1/jobs/runs/{run}"));
    }
}
