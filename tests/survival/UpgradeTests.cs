using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>One silo is replaced after the other, so the older program meets the newer schema.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_silo_works_on_a_schema_that_is_newer_than_itself()
    {
        using var folder = new TestFolder();
        var database = await TestPostgres.CreateDatabaseAsync();

        // What a later version may do: a script that this one does not know, columns and tables that it never mentions.
        await TestPostgres.ExecuteAsync(database, """
            INSERT INTO schema_version (scriptname, applied) VALUES ('Lifecycle.Store.Schema.999_later.sql', now());
            ALTER TABLE customer ADD COLUMN later text;
            ALTER TABLE posting ADD COLUMN later text NOT NULL DEFAULT '';
            ALTER TABLE rating ADD COLUMN later integer;
            ALTER TABLE alert ADD COLUMN later integer;
            ALTER TABLE customer_person ADD COLUMN later integer;
            ALTER TABLE job_run ADD COLUMN later integer;
            CREATE TABLE later (id integer);
            """);
        await using var silo = await SiloProcess.StartAsync(folder.Path, database);
        await Patiently.RegisterAsync(silo, "c", creditLimit: 1);
        await Patiently.ShipAsync(silo, "c", "1");
        foreach (var path in new[] { "/customers", "/customers/c", "/customers/c/rating", "/customers/c/postings", "/customers/c/timeline", "/alerts", "/portfolio" })
        {
            using var read = await silo.Client.GetAsync("/api/v1" + path);
            read.EnsureSuccessStatusCode();
        }

        Assert.Equal("done", await SleepTests.RunAsync(silo, "verify"));
    }
}
