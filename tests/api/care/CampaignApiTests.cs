using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Care;

/// <summary>Campaigns over HTTP, from the draft to the differences; the job runs in the silo.</summary>
public sealed class CampaignApiTests(CampaignApiTests.Approving api) : IClassFixture<CampaignApiTests.Approving>
{
    [Fact]
    public async Task The_numbers_of_the_rehearsal_and_of_the_run_agree_unless_the_world_changed()
    {
        var tag = Calls.NewId("tag");
        var people = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await PutAsync(null, tag, consents: true));
        }

        var refusing = await PutAsync(null, tag, consents: false);
        var draft = (await api.CallAsync("POST", "/care/campaigns", Draft(tag), headers: ("Idempotency-Key", tag))).Is(201);
        var at = $"/care/campaigns/{draft.Body.GetProperty("campaign").Text("id")}";
        Assert.Equal(draft.Text, (await api.CallAsync("POST", "/care/campaigns", Draft(tag), headers: ("Idempotency-Key", tag))).Is(201).Text);
        (await api.CallAsync("GET", at + "/rehearsal")).IsProblem(404, "rehearsal-not-found");
        (await api.CallAsync("POST", at + "/launch")).IsProblem(409, "campaign-not-rehearsed");

        await RehearseAsync(at);
        var rehearsal = await api.GetAsync(at + "/rehearsal");
        Assert.Equal((13, 13, true), (rehearsal.GetProperty("audience").GetInt32(), Sum(rehearsal), rehearsal.GetProperty("isCurrent").GetBoolean()));
        Assert.Equal(12, Sum(rehearsal, "scheduled"));
        Assert.Equal(1, Sum(rehearsal, "opted_out"));
        Assert.Equal(10, rehearsal.GetProperty("samples").GetArrayLength());
        Assert.Equal(["A", "B"], rehearsal.GetProperty("decisions").EnumerateArray().Select(c => c.Text("variant")).Distinct().Order());

        (await api.CallAsync("POST", at + "/launch")).IsProblem(409, "campaign-not-approved");
        (await api.CallAsync("POST", at + "/approve")).IsProblem(428, "precondition-required");
        (await api.CallAsync("POST", at + "/approve", headers: ("If-Match", "*"))).IsProblem(428, "precondition-required");
        var read = ("If-Match", (await api.CallAsync("GET", at)).Is(200).ETag!);
        (await api.CallAsync("POST", at + "/approve", headers: read)).IsProblem(403, "four-eyes-required");
        (await api.CallAsync("POST", at + "/approve", headers: [await api.AccountAsync(), read])).Is(200);
        (await api.CallAsync("GET", at + "/differences")).IsProblem(409, "campaign-not-planned");

        // One takes it back, one agrees now, one comes new: three differences.
        await PutAsync(people[0], tag, consents: false);
        await PutAsync(refusing, tag, consents: true);
        var newcomer = await PutAsync(null, tag, consents: true);
        Assert.Equal("running", (await api.CallAsync("POST", at + "/launch")).Is(200).Body.GetProperty("campaign").Text("status"));
        (await api.CallAsync("PUT", at, Draft(tag))).IsProblem(409, "campaign-launched");
        await RunAsync("/jobs/care/runs");

        var run = await api.GetAsync(at);
        Assert.Equal((14, 14, 13, 1), (run.GetProperty("audience").GetInt32(), Sum(run), Sum(run, "sent"), Sum(run, "opted_out")));
        var differences = (await api.GetAsync(at + "/differences?count=true")).GetProperty("items").EnumerateArray()
            .Select(d => $"{d.Text("customerId")} {Outcome(d, "rehearsed")}>{Outcome(d, "decided")}").ToList();
        string[] expected = [$"{people[0]} scheduled>opted_out", $"{refusing} opted_out>scheduled", $"{newcomer} ->scheduled"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
        foreach (var sort in new[] { "", "&sort=channel", "&sort=-channel", "&sort=contact,-channel" })
        {
            var paged = new List<string>();
            for (string? after = ""; after is not null;)
            {
                var page = await api.GetAsync($"{at}/differences?limit=1{sort}{after}");
                paged.AddRange(page.GetProperty("items").EnumerateArray().Select(d => d.Text("customerId")));
                after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : null;
            }

            Assert.Equal(new[] { people[0], refusing, newcomer }.Order(StringComparer.Ordinal), paged.Order(StringComparer.Ordinal));
        }

        var id = at[(at.LastIndexOf('/') + 1)..];
        Assert.Equal(13, (await api.GetAsync($"/care/decisions?campaign={id}&outcome=sent&channel=email&contact=1&limit=50")).GetProperty("items").GetArrayLength());
        (await api.CallAsync("POST", at + "/cancel")).Is(200);
        Assert.Equal(13, Sum(await api.GetAsync(at), "sent"));
    }

    [Fact]
    public async Task Other_words_than_were_read_and_rehearsed_are_neither_approved_nor_launched()
    {
        var (tag, template, approver) = (Calls.NewId("tag"), Calls.NewId("t"), await api.AccountAsync());
        var words = $"/templates/{template}/zh-CN";
        (await api.CallAsync("PUT", words, Words("s"))).Is(201);
        await PutAsync(null, tag, consents: true);
        var draft = (await api.CallAsync("POST", "/care/campaigns", Draft(tag, template))).Is(201);
        var at = $"/care/campaigns/{draft.Body.GetProperty("campaign").Text("id")}";
        await RehearseAsync(at);

        (await api.CallAsync("PUT", words, Words("others"))).Is(200);
        (await api.CallAsync("POST", at + "/approve", headers: [approver, ("If-Match", draft.ETag!)])).IsProblem(412, "version-mismatch");
        var changed = ("If-Match", (await api.CallAsync("GET", at)).Is(200).ETag!);
        (await api.CallAsync("POST", at + "/approve", headers: [approver, changed])).IsProblem(409, "campaign-template-changed");
        (await api.CallAsync("POST", at + "/launch")).IsProblem(409, "campaign-template-changed");
        var rehearsal = await api.GetAsync(at + "/rehearsal");
        Assert.Equal((false, 0), (rehearsal.GetProperty("isCurrent").GetBoolean(), rehearsal.GetProperty("samples").GetArrayLength()));

        await RehearseAsync(at);
        (await api.CallAsync("POST", at + "/approve", headers: [approver, changed])).Is(200);
        (await api.CallAsync("POST", at + "/launch", headers: changed)).Is(200);
        Assert.Contains("the campaign 'Spring'", (await api.CallAsync("DELETE", words)).IsProblem(409, "template-in-use").Text, StringComparison.Ordinal);
        (await api.CallAsync("PUT", words, Words("mended"))).Is(200);
        (await api.CallAsync("POST", at + "/cancel")).Is(200);
        (await api.CallAsync("DELETE", words)).Is(204);
    }

    [Fact]
    public async Task What_cannot_be_set_is_refused_at_its_place()
    {
        (await api.CallAsync("POST", "/care/campaigns", new { name = "n" })).IsProblem(422, "care-rule-invalid");
        (await api.CallAsync("GET", "/care/campaigns/nothing")).IsProblem(404, "campaign-not-found");
        (await api.CallAsync("PUT", "/care/occasions/nothing", new { isOn = true })).IsProblem(422, "care-rule-invalid");
        (await api.CallAsync("PUT", "/care/occasions/christmas", new { isOn = true, at = "07:00" })).IsProblem(422, "care-rule-invalid", "/at");
        (await api.CallAsync("PUT", "/care/occasions/christmas", new { isOn = true, channels = new[] { "task" }, todo = new { kind = "gift", budget = "none" } }))
            .IsProblem(422, "care-rule-invalid", "/todo/budget");
        (await api.CallAsync("DELETE", "/care/occasions/christmas")).IsProblem(404, "occasion-not-found");
        Assert.Equal(422, (await api.CallAsync("PUT", "/care/settings", "{}")).Status);
    }

    [Fact]
    public async Task Occasions_are_set_under_their_etags_and_show_in_the_calendar()
    {
        var christmas = (await api.CallAsync("GET", "/care/occasions/christmas")).Is(200);
        Assert.Equal(("\"1\"", true), (christmas.ETag, christmas.Body.GetProperty("isDefault").GetBoolean()));
        var set = (await api.CallAsync("PUT", "/care/occasions/christmas", new { isOn = true }, headers: ("If-Match", "\"1\""))).Is(200);
        (await api.CallAsync("PUT", "/care/occasions/christmas", new { isOn = false }, headers: ("If-Match", "\"1\""))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("PUT", "/care/occasions/christmas", set.Body.GetProperty("rule").GetRawText(), headers: ("If-Match", set.ETag!))).Is(200);
        (await api.CallAsync("PUT", "/care/occasions/christmas", new { isOn = false }, headers: ("If-Match", set.ETag!))).IsProblem(412, "version-mismatch");

        object founding = new { isOn = true, date = new { calendar = "solar", month = 9, day = 1, names = new { zh = "厂庆", en = "Founding" } } };
        (await api.CallAsync("PUT", "/care/occasions/founding", founding, headers: ("If-None-Match", "*"))).Is(201);
        await PutAsync(null, "calendar", consents: true);
        var days = (await api.GetAsync("/care/calendar?from=2026-06-15&to=2028-06-15")).GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("expected").GetInt32() > 0).Select(i => $"{i.Text("on")} {i.Text("occasion")}").ToList();
        Assert.Equal(["2026-09-01 founding", "2026-12-25 christmas", "2027-09-01 founding", "2027-12-25 christmas"], days.Where(d => d.Contains("founding") || d.Contains("christmas")));
        (await api.CallAsync("DELETE", "/care/occasions/founding")).Is(204);
        (await api.CallAsync("GET", "/care/occasions/founding")).IsProblem(404, "occasion-not-found");

        (await api.CallAsync("PUT", "/care/settings", """{ "cap": null }""")).Is(200);
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/care/settings")).GetProperty("cap").ValueKind);
        (await api.CallAsync("PUT", "/care/settings", """{ "cap": 4 }""")).Is(200);
    }

    [Fact]
    public async Task A_day_that_is_deleted_and_made_again_is_another_one()
    {
        object day = new { isOn = false, date = new { calendar = "solar", month = 9, day = 2, names = new { zh = "周年", en = "Jubilee" } } };
        var first = (await api.CallAsync("PUT", "/care/occasions/jubilee", day, headers: ("If-None-Match", "*"))).Is(201).ETag!;
        (await api.CallAsync("DELETE", "/care/occasions/jubilee", headers: ("If-Match", first))).Is(204);
        var second = (await api.CallAsync("PUT", "/care/occasions/jubilee", day, headers: ("If-None-Match", "*"))).Is(201).ETag!;
        (await api.CallAsync("PUT", "/care/occasions/jubilee", day, headers: ("If-Match", first))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", "/care/occasions/jubilee", headers: ("If-Match", first))).IsProblem(412, "version-mismatch");
        (await api.CallAsync("DELETE", "/care/occasions/jubilee", headers: ("If-Match", second))).Is(204);
    }

    private static object Words(string subject) => new
    {
        commercial = true, parts = new { subject, text = "{{unsubscribeUrl}}", html = "<a href=\"{{unsubscribeUrl}}\">h</a>" },
    };

    private static object Draft(string tag, string template = "campaign") => new
    {
        name = "Spring",
        template,
        days = new { from = "2026-06-15", to = "2026-06-16" },
        split = new { template, share = 0.5 },
        audience = new { tags = new[] { tag } },
    };

    private static int Sum(JsonElement numbers, string? outcome = null) => numbers.GetProperty("decisions").EnumerateArray()
        .Where(c => outcome is null || c.Text("outcome") == outcome).Sum(c => c.GetProperty("count").GetInt32());

    private static string Outcome(JsonElement difference, string name) =>
        difference.GetProperty(name) is { ValueKind: JsonValueKind.Object } outcome ? outcome.Text("outcome") : "-";

    private async Task<string> PutAsync(string? id, string tag, bool consents)
    {
        id ??= Calls.NewId();
        await api.PutAsync($"/customers/{id}", new
        {
            name = id, tags = new[] { tag }, contacts = new[] { new { name = "A", email = $"{id}@example.com", consent = new { email = consents } } },
        });
        return id;
    }

    private Task RehearseAsync(string campaign) => RunAsync(campaign + "/rehearse");

    private async Task RunAsync(string path)
    {
        var (_, run) = await api.SendAsync(HttpMethod.Post, path);
        Assert.Equal("done", await SleepTests.EndOfAsync(api.Silo, $"/api/v1/jobs/runs/{run.Text("id")}"));
    }

    public sealed class Approving : ApiFixture
    {
        protected override string[] Settings => ["Lifecycle:Care:Approval=true"];
    }
}
