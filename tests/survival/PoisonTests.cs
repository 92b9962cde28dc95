using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>Customers whose stored state cannot be read: named wherever they are met, and nobody else notices.</summary>
public sealed class PoisonTests
{
    // What a broken disk, a wrong hand or a newer silo may leave.
    private static readonly string[] Damages = ["''", "'\\x01ff'", "substr(packed, 1, length(packed) / 2)", "'\\xfe' || substr(packed, 2)"];

    [Fact]
    public async Task Neighbours_do_not_notice_and_a_released_one_is_back()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();
        await using (var before = await SiloProcess.StartAsync(folder.Path, database, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z"))
        {
            foreach (var id in Damages.Select((_, i) => $"poison-{i}").Concat(["sound-1", "sound-2"]))
            {
                await before.Client.PutAsJsonAsync($"/api/v1/customers/{id}", new
                {
                    name = id, contacts = new[] { new { name = "Li", email = "li@example.com", birthday = new { calendar = "solar", month = 7, day = 15 } } },
                });
                await PostAsync(before, id, "before");
            }

            Assert.Equal(0, await before.StopAsync());
        }

        // A month later everybody is overdue: the review of the missed days meets the damage first.
        await TestPostgres.ExecuteAsync(database, "UPDATE business_clock SET offset_microseconds = offset_microseconds + 30 * 86400000000");
        foreach (var (damage, i) in Damages.Select((d, i) => (d, i)))
        {
            await TestPostgres.ExecuteAsync(database, $"UPDATE customer SET packed = {damage} WHERE id = 'poison-{i}'");
        }

        await using var silo = await SiloProcess.StartAsync(folder.Path, database);
        await NamesThemAsync(silo, database);
        await RefusesThemAsync(silo);
        await ServesTheOthersAsync(silo);

        for (var i = 0; i < Damages.Length; i++)
        {
            using var released = await silo.Client.PostAsync($"/api/v1/quarantine/poison-{i}/release", content: null);
            Assert.Equal(HttpStatusCode.OK, released.StatusCode);
        }

        Assert.Equal("done", await SleepTests.RunAsync(silo, "re-rate"));
        for (var i = 0; i < Damages.Length; i++)
        {
            Assert.Equal((HttpStatusCode.OK, "accepted"), await PostAsync(silo, $"poison-{i}", "after"));
        }

        Assert.Equal("done", await SleepTests.RunAsync(silo, "verify"));
    }

    /// <summary>Every job does its work on the others; verification names these and only these.</summary>
    private static async Task NamesThemAsync(SiloProcess silo, string database)
    {
        foreach (var job in new[] { "re-rate", "re-rate?scope=all", "care", "snapshot" })
        {
            Assert.Equal((job, "done"), (job, await SleepTests.RunAsync(silo, job)));
        }

        Assert.Equal("poison-0,poison-1,poison-2,poison-3", await Db.AskAsync(database, "SELECT string_agg(customer_id, ',' ORDER BY customer_id) FROM quarantine"));
        Assert.Equal(2L, await Db.AskAsync(database, "SELECT count(*) FROM customer WHERE next_review_on > '2026-07-15'"));
        Assert.Equal(2L, await Db.AskAsync(database, "SELECT count(*) FROM care_decision"));

        var (status, error) = await SleepTests.EndAsync(silo, "verify");
        Assert.Equal("failed", status);
        Assert.StartsWith("4 differences. poison-0: ", error, StringComparison.Ordinal);
    }

    private static async Task RefusesThemAsync(SiloProcess silo)
    {
        for (var i = 0; i < Damages.Length; i++)
        {
            foreach (var path in new[] { "", "/rating" })
            {
                using var read = await silo.Client.GetAsync($"/api/v1/customers/poison-{i}{path}");
                var problem = await read.Content.ReadFromJsonAsync<JsonElement>();
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "customer-quarantined"), (read.StatusCode, problem.GetProperty("code").GetString()));
                Assert.NotNull(read.Headers.RetryAfter);
            }

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "customer-quarantined"), await PostAsync(silo, $"poison-{i}", "refused"));
        }
    }

    private static async Task ServesTheOthersAsync(SiloProcess silo)
    {
        Assert.Equal((HttpStatusCode.OK, "accepted"), await PostAsync(silo, "sound-1", "meanwhile"));
        foreach (var (path, customers) in new[] { ("/portfolio", 6), ("/portfolio?asOf=2026-07-15", 2), ("/portfolio?asOf=2026-06-15", 2) })
        {
            var portfolio = await silo.Client.GetFromJsonAsync<JsonElement>("/api/v1" + path);
            Assert.Equal((path, customers), (path, portfolio.GetProperty("customers").GetInt32()));
        }

        // What is no state can still be read.
        foreach (var path in new[] { "/customers", "/portfolio/migration", "/alerts", "/customers/poison-1/postings", "/customers/poison-1/timeline", "/customers/poison-1/ratings" })
        {
            using var read = await silo.Client.GetAsync("/api/v1" + path);
            Assert.Equal((path, HttpStatusCode.OK), (path, read.StatusCode));
        }
    }

    private static async Task<(HttpStatusCode Status, string? Word)> PostAsync(SiloProcess silo, string customer, string key)
    {
        using var response = await silo.Client.PostAsJsonAsync(
            $"/api/v1/customers/{customer}/postings",
            new { source = "t", externalId = $"{customer}-{key}", kind = "shipment", amount = 30000, occurredOn = "2026-06-10" });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, body.GetProperty(response.IsSuccessStatusCode ? "status" : "code").GetString());
    }
}
