using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Store;

/// <summary>
/// Two silos on one database, random commands on a few customers, connections killed in between, a compaction limit so
/// low that every rule of it is met. Whatever was acknowledged is there once, and everything re-folds.
/// </summary>
public sealed class TwoSilosTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_faults_nothing_acknowledged_is_lost_or_doubled(int seed)
    {
        var random = new Random(seed);
        await using var one = await StoreHost.StartAsync(options: new() { Committers = 2, CompactionLimit = 3, ResidentCustomers = 4 });
        await using var two = await StoreHost.StartAsync(one.ConnectionString, new() { Committers = 2, CompactionLimit = 3 });
        var hosts = new[] { one, two };
        var acknowledged = new Dictionary<string, long>();
        for (var i = 0; i < 5; i++)
        {
            await one.RegisterAsync($"c{i}");
        }

        for (var round = 0; round < 25; round++)
        {
            if (random.Next(4) == 0)
            {
                one.Clock.Today = two.Clock.Today = one.Clock.Today.AddDays(random.Next(1, 300));
            }

            var pending = new List<(string Key, long Cents, Task<Verdict> Answer)>();
            for (var i = 0; i < 40; i++)
            {
                // Now and then a key comes twice, from either silo.
                var number = random.Next(round * 30, (round * 30) + 35);
                var (key, cents) = ($"k{number}", 1000 + (number * 7L));
                var host = hosts[random.Next(2)];
                var kind = (PostingKind)(1 + (cents % 7));
                var day = StoreHost.Today.AddDays(-(int)(cents % 1500));
                pending.Add((key, cents, host.PostAsync($"c{cents % 5}", key, cents, kind, day).AsTask()));
            }

            if (random.Next(3) == 0)
            {
                await one.AskAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lifecycle-committer'");
            }

            foreach (var (key, cents, answer) in pending)
            {
                var verdict = await answer;
                Assert.True(
                    verdict.Status is VerdictStatus.Accepted or VerdictStatus.Duplicate
                    || verdict.Refusal!.Code is "database-unavailable" or "outcome-unknown" or "contention",
                    $"seed {seed}: {verdict}");
                if (verdict.Status is VerdictStatus.Accepted or VerdictStatus.Duplicate)
                {
                    acknowledged[key] = cents;
                }
            }

            if (acknowledged.Count > 0 && random.Next(2) == 0)
            {
                await hosts[random.Next(2)].Customers.Reverse(
                    "test", acknowledged.Keys.ElementAt(random.Next(acknowledged.Count)), releaseKey: false, one.Clock.Today, StoreHost.Origin);
            }

            await hosts[random.Next(2)].Customers.SubmitPatiently(
                $"c{random.Next(5)}",
                new ChangeProfile(
                    one.Clock.Today, StoreHost.Today.AddDays(random.Next(-1500, 1)), new() { CreditDays = random.Next(0, 90) }, new(), Register: false),
                StoreHost.Origin,
                CancellationToken.None);
        }

        foreach (var (key, cents) in acknowledged)
        {
            Assert.Equal(cents, await one.AskAsync<long>($"SELECT sum(cents)::bigint FROM posting WHERE external_id = '{key}'"));
        }

        Assert.True(acknowledged.Count > 300, $"seed {seed}: only {acknowledged.Count} acknowledged");
        await Verification.VerifyAsync(one);
    }
}
