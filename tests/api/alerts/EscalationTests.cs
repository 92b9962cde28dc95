using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>What nobody took note of for three days, as superiors see it: on their list, on their stream.</summary>
public sealed class EscalationTests
{
    // A stream that does not tell goes on beating for ever.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_superior_sees_what_was_let_lie_until_it_is_over()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        string place;
        await using (var before = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"))
        {
            await ExceedAsync(before, "led", "li.na");
            await ExceedAsync(before, "unled", "wang");
            await ReadAsync(await before.Client.PutAsJsonAsync("/api/v1/users/li.na", new { superior = "boss" }));
            Assert.Equal(0, (await ListAsync(before, "manager=boss")).GetArrayLength());
            using (var stream = await EventStream.OpenAsync(before))
            {
                place = stream.LastId;
            }

            Assert.Equal(0, await before.StopAsync());
        }

        // Three days pass. A silo that wakes up finds by itself what has waited; it is killed over it, and the next goes on.
        await TestPostgres.ExecuteAsync(database, "UPDATE business_clock SET offset_microseconds = offset_microseconds + 3 * 86400000000");
        Assert.NotEqual(0, (await SiloProcess.RunAsync(folder.Path, database, "Lifecycle:Failpoint=committed@1")).ExitCode);
        await using var silo = await SiloProcess.StartAsync(folder.Path, database);
        using var boss = await EventStream.OpenAsync(silo, "?manager=boss", place);
        using var manager = await EventStream.OpenAsync(silo, "?manager=li.na", place);
        var told = (await boss.NextAsync().WaitAsync(Guard))!;
        Assert.Equal("escalated credit_limit led", told.ToString());
        Assert.Equal(("boss", "li.na"), (Text(told.Data!.Value, "escalatedTo"), Text(told.Data.Value, "manager")));
        Assert.Equal(told.Id, (await manager.NextAsync().WaitAsync(Guard))!.Id);

        var item = Assert.Single((await ListAsync(silo, "manager=boss")).EnumerateArray());
        Assert.Equal(("led", "open", "boss"), (Text(item, "customerId"), Text(item, "status"), Text(item, "escalatedTo")));
        Assert.Equal("2026-06-18", TimeZoneInfo.ConvertTimeBySystemTimeZoneId(item.GetProperty("escalatedAt").GetDateTimeOffset(), "Asia/Shanghai").ToString("yyyy-MM-dd"));
        Assert.Equal(2, (await ListAsync(silo, "manager=li.na")).GetArrayLength());
        await Machine.UntilAsync(async () => (await ListAsync(silo, "escalatedTo=&manager=wang")).GetArrayLength() == 1, "what goes to nobody");
        Assert.Equal(1, (await ListAsync(silo, "escalatedTo=boss,another&status=open")).GetArrayLength());
        Assert.Equal(0, (await ListAsync(silo, "escalatedTo=another")).GetArrayLength());

        await ReadAsync(await silo.Client.PostAsJsonAsync($"/api/v1/alerts/{Text(item, "id")}/acknowledge", new { }));
        await PostAsync(silo, "led", "repayment", 100);
        Assert.Equal(["acknowledged credit_limit led", "closed credit_limit led"], (await boss.TakeAsync(2).WaitAsync(Guard)).Select(e => e.ToString()));
        Assert.Equal("closed", Text(Assert.Single((await ListAsync(silo, "manager=boss")).EnumerateArray()), "status"));

        var timeline = await ReadAsync(await silo.Client.GetAsync("/api/v1/customers/led/timeline"));
        var passedOn = timeline.GetProperty("items").EnumerateArray().Single(i => Text(i, "type") == "alert-escalated");
        Assert.Equal(("boss", "job:re-rate"), (Text(passedOn.GetProperty("details"), "to"), Text(passedOn, "actor")));
    }

    private static async Task ExceedAsync(SiloProcess silo, string id, string manager)
    {
        await ReadAsync(await silo.Client.PutAsJsonAsync($"/api/v1/customers/{id}", new { name = id, manager, creditLimit = 100 }));
        await PostAsync(silo, id, "shipment", 150);
    }

    private static async Task PostAsync(SiloProcess silo, string id, string kind, decimal amount) => await ReadAsync(await silo.Client.PostAsJsonAsync(
        $"/api/v1/customers/{id}/postings", new { source = "t", externalId = $"{id}-{kind}", kind, amount, occurredOn = "2026-06-10" }));

    private static async Task<JsonElement> ListAsync(SiloProcess silo, string query) =>
        (await ReadAsync(await silo.Client.GetAsync($"/api/v1/alerts?{query}"))).GetProperty("items");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, body);
            return JsonDocument.Parse(body).RootElement;
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
