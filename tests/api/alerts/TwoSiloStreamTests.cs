using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api.Alerts;

/// <summary>
/// Postings on both silos at once, on the same customers, and clients whose connection drops again and again and who go on
/// at the other silo: every change that is stored comes exactly once and in one order.
/// </summary>
public sealed class TwoSiloStreamTests(AlertFixture api) : IClassFixture<AlertFixture>
{
    private const int Customers = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_is_lost_and_nothing_repeated(int seed)
    {
        var silos = new[] { api.Silo, api.Other };
        for (var i = 0; i < Customers; i++)
        {
            await api.PutAsync($"/customers/s{seed}-{i}", new { name = $"s{seed}-{i}", manager = $"m{seed}", creditLimit = 100 });
        }

        // Two followers: one drops after every few events and changes silos, one never drops.
        var start = (await EventStream.OpenAsync(api.Silo)).LastId;
        using var steady = await EventStream.OpenAsync(api.Other, $"?manager=m{seed}", start);
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var dropping = DropAsync(new Random(seed), silos, $"?manager=m{seed}", start, done.Task);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => WorkAsync(new Random((seed * 100) + worker), silos[worker % 2], seed, worker)));
        var count = (long)(await AskAsync($"SELECT count(*) FROM alert_change WHERE customer_id LIKE 's{seed}-%'"))!;
        done.SetResult(count);

        var told = await steady.TakeAsync((int)count);
        Assert.True(count > 100, $"only {count} changes");
        Assert.Equal(told.Select(e => (e.Id, e.ToString())), (await dropping).Select(e => (e.Id, e.ToString())));
        Assert.Equal(count, told.Select(e => e.Id).Distinct().Count());

        // The order of each alert is that of its life, whichever silo committed what.
        foreach (var life in told.GroupBy(e => e.Alert))
        {
            Assert.Equal("opened", life.First().Event);
            Assert.DoesNotContain(life.SkipLast(1), e => e.Event == "closed");
            Assert.Single(life, e => e.Event == "opened");
        }

        foreach (var kind in told.GroupBy(e => (e.Customer, e.Kind)))
        {
            var stands = "";
            foreach (var e in kind)
            {
                Assert.Equal(e.Event == "opened", stands.Length == 0);
                stands = e.Event == "closed" ? "" : e.Alert;
            }
        }
    }

    private static async Task<List<StreamEvent>> DropAsync(Random random, SiloProcess[] silos, string query, string place, Task<long> done)
    {
        var told = new List<StreamEvent>();
        while (!done.IsCompleted || told.Count < await done)
        {
            using var stream = await EventStream.OpenAsync(silos[random.Next(2)], query, place);
            for (var left = random.Next(1, 12); left > 0 && (!done.IsCompleted || told.Count < await done); left--)
            {
                // A block without data moves the place as well, and is as good a moment to drop as any.
                if (await stream.NextBlockAsync() is { Data: not null } block)
                {
                    told.Add(block);
                }
            }

            place = stream.LastId;
        }

        return told;
    }

    /// <summary>Over the limit and back, by the hands of several workers on both silos, some of whom take note.</summary>
    private async Task WorkAsync(Random random, SiloProcess silo, int seed, int worker)
    {
        var customer = "";
        for (var i = 0; i < 50; i++)
        {
            // Shipped to somebody, then paid by them: everybody stays near the limit.
            customer = i % 2 == 0 ? $"s{seed}-{random.Next(Customers)}" : customer;
            var (kind, amount) = i % 2 == 0 ? ("shipment", 130) : ("repayment", 130);
            using var body = System.Net.Http.Json.JsonContent.Create(
                new { source = "t", externalId = $"s{seed}-{worker}-{i}", kind, amount, occurredOn = "2026-06-10" });
            using var answer = await silo.Client.PostAsync($"/api/v1/customers/{customer}/postings", body);
            answer.EnsureSuccessStatusCode();
            if (random.Next(4) == 0 && await AskAsync($"SELECT id FROM alert WHERE customer_id = '{customer}' AND status = 'open' LIMIT 1") is long id)
            {
                // It may have closed in between; that is an answer too.
                using var note = await silo.Client.PostAsync($"/api/v1/alerts/{id}/acknowledge", null);
            }
        }
    }

    private Task<object?> AskAsync(string sql) => Silo.Db.AskAsync(api.ConnectionString, sql);
}
