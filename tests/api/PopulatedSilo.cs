using System.Globalization;
using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>A silo with a portfolio that a fixed seed made: everything that lists and sums have to cope with.</summary>
public sealed class PopulatedSilo : ApiFixture
{
    public const int Customers = 130;
    public const string Name = "populated";

    private static readonly string[] Kinds = ["shipment", "shipment", "shipment", "repayment", "repayment", "return", "refund", "write_off", "opening_debit", "opening_credit"];

    private readonly SemaphoreSlim once = new(1, 1);
    private bool populated;

    /// <summary>Populates the silo for the first test that asks.</summary>
    public async Task<PopulatedSilo> ReadyAsync()
    {
        await once.WaitAsync();
        try
        {
            if (!populated)
            {
                await PopulateAsync(new Random(20260615));
                populated = true;
            }
        }
        finally
        {
            once.Release();
        }

        return this;
    }

    private async Task PopulateAsync(Random random)
    {
        string?[] managers = [null, "li.na", "wang.wei", "zhang, min"];
        string?[] regions = [null, "华东", "华北"];
        for (var i = 0; i < Customers; i++)
        {
            (await this.CallAsync("PUT", $"/customers/{Id(i)}", new
            {
                name = (i % 10) switch { 0 => $"100% {i}", 1 => $"under_score {i}", 2 => "back\\slash", _ => $"Name {i % 7}" },
                kind = i % 3 == 0 ? "individual" : "enterprise",
                manager = managers[i % 4],
                region = regions[i % 3],
                tags = i % 5 == 0 ? new[] { "vip", "五" } : [],
            })).Is(201);
        }

        for (var round = 0; round < 3; round++)
        {
            var items = Enumerable.Range(0, 250).Select(i => Posting(random, round, i)).ToArray();
            Assert.Equal(items.Length, (await this.CallAsync("POST", "/postings", new { items })).Is(200).Body.Number("accepted"));
            for (var i = 0; i < 20; i++)
            {
                (await this.CallAsync("POST", $"/postings/gen/{round}-{random.Next(250)}/reversal")).Is(200);
                (await this.CallAsync("POST", $"/customers/{Id(random.Next(Customers))}/evaluations", new { evaluator = $"e{i % 3}", points = random.Next(10_000) / 100m, on = Day(random, 500) })).Is(200);
                (await this.CallAsync("PATCH", $"/customers/{Id(random.Next(Customers))}", Change(random, managers, regions))).Is(200);
            }
        }
    }

    private static object Change(Random random, string?[] managers, string?[] regions) => random.Next(4) switch
    {
        0 => new { manager = managers[random.Next(4)], effectiveOn = Day(random, 300) },
        1 => new { region = regions[random.Next(3)] },
        2 => new { creditDays = random.Next(90), effectiveOn = Day(random, 900) },
        _ => new { collectionDifficult = random.Next(2) == 0, complexity = random.Next(100) },
    };

    private static Dictionary<string, object?> Posting(Random random, int round, int i)
    {
        // The last customers stay prospects.
        var posting = Calls.Posting($"{round}-{i}", Kinds[random.Next(Kinds.Length)], random.Next(1, 9_000_000) / 100m, Day(random, 1100), "gen");
        posting["customerId"] = Id(random.Next(Customers - 10));
        return posting;
    }

    private static string Id(int i) => "k" + i.ToString("000", CultureInfo.InvariantCulture);

    private static string Day(Random random, int back) => new DateOnly(2026, 6, 15).AddDays(-random.Next(back)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

[CollectionDefinition(PopulatedSilo.Name)]
public sealed class PopulatedCollection : ICollectionFixture<PopulatedSilo>;
