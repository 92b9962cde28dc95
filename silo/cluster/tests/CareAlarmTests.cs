using System.Net.Http.Json;
using Lifecycle.Cluster.Care;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Orleans;
using Orleans.Runtime;

namespace Lifecycle.Cluster.Tests;

/// <summary>The alarm is Orleans' own state: set to the next planned message, off when there is none any more.</summary>
public sealed class CareAlarmTests
{
    [Fact]
    public async Task An_alarm_is_set_for_a_planned_message_and_off_when_nothing_is_planned()
    {
        // In Shanghai it is six in the morning: greetings wait for eight.
        await using var silos = await Silos.StartAsync(1, others: "Lifecycle:Clock:StartAt=2026-06-14T22:00:00Z");
        await using var here = await Member.StartAsync(silos.Place("here"), silos.Database);
        await GreetAsync(silos[0], "today", day: 15, consent: null);
        await GreetAsync(silos[0], "later", day: 18, consent: null);
        Assert.Equal("done", await SleepTests.RunAsync(silos[0], "care"));
        await UntilSetAsync(silos, "care");
        await Machine.UntilAsync(
            async () => await Db.AskAsync(silos.Database, "SELECT count(*) FROM orleans.grain_state WHERE payload IS NOT NULL") is 1L, "what it is set to, kept");

        await GreetAsync(silos[0], "later", day: 18, consent: false);
        Assert.Equal("done", await SleepTests.RunAsync(silos[0], "care"));
        await UntilSetAsync(silos, "care");

        // As if it had rung and the message had left.
        await TestPostgres.ExecuteAsync(silos.Database, "UPDATE care_decision SET outcome = 'sent' WHERE outcome = 'scheduled'; UPDATE message SET status = 'sent' WHERE status = 'scheduled'");
        await here.Get<IGrainFactory>().GetGrain<ICareAlarmGrain>(ICareAlarmGrain.Only).AsReference<IRemindable>().ReceiveReminder("next", default);
        await UntilSetAsync(silos);
    }

    private static Task UntilSetAsync(Silos silos, params string[] alarms) => Machine.UntilAsync(
        async () => (string)(await Db.AskAsync(silos.Database, "SELECT coalesce(string_agg(split_part(grain, '/', 2), ',' ORDER BY grain), '') FROM orleans.reminder"))!
            == string.Join(',', alarms),
        $"the alarms of [{string.Join(' ', alarms)}]");

    private static async Task GreetAsync(SiloProcess silo, string id, int day, bool? consent)
    {
        using var put = await silo.Client.PutAsJsonAsync($"/api/v1/customers/{id}", new
        {
            name = id, contacts = new[] { new { name = id, email = $"{id}@example.com", birthday = new { month = 6, day }, consent = new { email = consent } } },
        });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }
}
