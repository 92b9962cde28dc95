using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Grains;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Survival;

namespace Lifecycle.Cluster.Tests;

/// <summary>The silo that runs a sweep is killed in the middle of it: the other one takes the run over and ends it, and nothing is rated twice.</summary>
public sealed class SweepTakeoverTests
{
    private const int Customers = 60;
    private const int DeadAfter = 30;

    // The rating of one customer waits for as long as the test wants, wherever it is committed. And nobody sweeps by himself
    // once the policy is there: the run asked for is the only one.
    private const string Hold = """
        CREATE FUNCTION swept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.is_swept := true; RETURN NEW; END $$;
        CREATE TRIGGER swept BEFORE INSERT ON policy FOR EACH ROW EXECUTE FUNCTION swept();
        CREATE TABLE held AS SELECT 1 AS n;
        CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN WHILE EXISTS (SELECT FROM held) LOOP PERFORM pg_sleep(0.05); END LOOP; RETURN NEW; END $$;
        CREATE TRIGGER hold BEFORE INSERT ON rating FOR EACH ROW WHEN (NEW.customer_id = 'c0') EXECUTE FUNCTION hold();
        """;

    [Fact]
    public async Task The_other_silo_ends_the_run()
    {
        await using var silos = await Silos.StartAsync(2, DeadAfter, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z");
        for (var i = 0; i < Customers; i++)
        {
            await Patiently.RegisterAsync(silos[0], $"c{i}", creditLimit: 5000);
            using var posted = await silos[i % 2].Client.PostAsJsonAsync(
                $"/api/v1/customers/c{i}/postings",
                new { source = "t", externalId = $"{i}", kind = "shipment", amount = 50_000, occurredOn = "2026-05-01" });
            posted.EnsureSuccessStatusCode();
        }

        await TestPostgres.ExecuteAsync(silos.Database, Hold);
        await PublishAsync(silos[0]);
        var run = await SleepTests.StartAsync(silos[0], "re-rate", "?scope=all");
        await Machine.UntilAsync(
            async () => await Db.AskAsync(silos.Database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") is > 0L,
            "the middle of the sweep");

        var begun = $"Job re-rate begins, run {run[(run.LastIndexOf('/') + 1)..]}";

        // What a silo says comes through a pipe, a moment later.
        await Machine.UntilAsync(() => Runs(silos[0]) || Runs(silos[1]), "one to say that it runs it");
        var (killed, other) = Runs(silos[0]) ? (silos[0], silos[1]) : (silos[1], silos[0]);
        Assert.True(Runs(killed) && !Runs(other), "one of them runs it");
        await killed.KillAsync();
        await TestPostgres.ExecuteAsync(silos.Database, "DELETE FROM held");
        Assert.Equal("done", await SleepTests.EndOfAsync(other, run));

        await Machine.UntilAsync(() => Runs(other), "the other one to say that it took it over");
        Assert.Equal(1L, await Db.AskAsync(silos.Database, "SELECT count(*) FROM job_run WHERE name = 're-rate'"));
        Assert.Equal((long)Customers, await Db.AskAsync(silos.Database, "SELECT count(*) FROM customer WHERE class = 'new.effective'"));
        Assert.Equal((long)Customers, await Db.AskAsync(silos.Database, "SELECT count(*) FROM rating WHERE policy_version = 2"));
        Assert.Equal((long)Customers, await Db.AskAsync(silos.Database, "SELECT count(DISTINCT customer_id) FROM rating WHERE policy_version = 2"));
        Assert.Equal("done", await SleepTests.RunAsync(other, "verify"));

        bool Runs(SiloProcess silo) => silo.Output.Contains(begun, StringComparison.Ordinal);
    }

    /// <summary>A policy under which every one of these customers is in another class.</summary>
    private static async Task PublishAsync(SiloProcess silo)
    {
        var document = JsonNode.Parse(PolicyReader.DefaultJson)!.AsObject();
        document["name"] = "Generous";
        document["classes"]![0]!["all"]![2]!["threshold"] = 20_000;
        using var draft = await silo.Client.PostAsJsonAsync("/api/v1/policies", document);
        var version = (await draft.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32();
        using var published = await silo.Client.PostAsJsonAsync($"/api/v1/policies/{version}/publish", new { inForceFrom = "2026-06-15" });
        published.EnsureSuccessStatusCode();
    }
}
