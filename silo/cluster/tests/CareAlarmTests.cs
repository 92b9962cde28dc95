using System.Net.Http.Json;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;

namespace Lifecycle.Cluster.Tests;

/// <summary>The alarm of a customer is Orleans' own state: set when a message is planned, off when it has rung.</summary>
public sealed class CareAlarmTests
{
    private const string Alarms = "SELECT count(*) FROM orleans.reminder";

    [Fact]
    public async Task An_alarm_is_set_for_a_planned_message_and_rings_when_its_hour_has_come()
    {
        // In Shanghai it is a minute before eight in the morning.
        await using var silos = await Silos.StartAsync(1, "Lifecycle:Clock:StartAt=2026-06-14T23:59:00Z");
        await GreetAsync(silos, "today", day: 15);
        await GreetAsync(silos, "later", day: 18);
        Assert.Equal("done", await SleepTests.RunAsync(silos[0], "care"));
        await Machine.UntilAsync(
            async () => await Db.AskAsync(silos.Database, "SELECT count(*) FROM orleans.grain_state WHERE payload IS NOT NULL") is 2L, "both alarms to be set");

        await Machine.UntilAsync(async () => await Db.AskAsync(silos.Database, Alarms) is 1L, "the alarm of today to ring");
        await Machine.UntilAsync(
            async () => await Db.AskAsync(silos.Database, "SELECT count(*) FROM care_decision WHERE customer_id = 'today' AND outcome = 'sent'") is 1L,
            "the greeting to leave");
    }

    private static async Task GreetAsync(Silos silos, string id, int day)
    {
        using var put = await silos[0].Client.PutAsJsonAsync($"/api/v1/customers/{id}", new
        {
            name = id, contacts = new[] { new { name = id, email = $"{id}@example.com", birthday = new { month = 6, day } } },
        });
        put.EnsureSuccessStatusCode();
    }
}
