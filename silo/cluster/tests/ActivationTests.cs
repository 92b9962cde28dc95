using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Survival;
using Orleans;
using Orleans.Runtime;

namespace Lifecycle.Cluster.Tests;

/// <summary>One activation for each customer, wherever it is asked; and if there should ever be two, the versions decide.</summary>
public sealed class ActivationTests
{
    private static readonly Origin Origin = new("tester");

    [Fact]
    public async Task Three_silos_have_one_activation_of_each_customer_between_them()
    {
        await using var silos = await Silos.StartAsync(2);
        await using var here = await Member.StartAsync(silos.Place("here"), silos.Database);
        var customers = Enumerable.Range(0, 40).Select(i => $"c{i}").ToArray();
        await Task.WhenAll(customers.Select(id => RegisterAsync(here, id)));
        await Task.WhenAll(customers.SelectMany(id => new[]
        {
            Patiently.ShipAsync(silos[0], id, $"{id}-0"), Patiently.ShipAsync(silos[1], id, $"{id}-1"), PostAsync(here.Get<ICustomers>(), id, $"{id}-2"),
        }));

        var active = (await here.Get<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Select(grain => (Id: grain.GrainId.ToString(), grain.SiloAddress))
            .Where(grain => grain.Id.StartsWith("customer/", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(customers.Order(), active.Select(grain => grain.Id["customer/".Length..]).Order());
        Assert.True(active.Select(grain => grain.SiloAddress).Distinct().Count() > 1, "all customers live in one silo");
        Assert.Equal(customers.Length * 3L, await Db.AskAsync(silos.Database, "SELECT count(*) FROM posting"));
        Assert.Equal("done", await SleepTests.RunAsync(silos[1], "verify"));
    }

    [Fact]
    public async Task A_customer_that_is_active_twice_commits_nothing_twice()
    {
        await using var silos = await Silos.StartAsync(1);
        await using var here = await Member.StartAsync(silos.Place("here"), silos.Database);
        var c = await ElsewhereAsync(here);

        // Past the grain, into this silo's memory and into that of the other one: as if both held an activation.
        var (past, grain) = (here.Get<Committers>(), here.Get<ICustomers>());
        var answers = new List<Task<string>>();
        for (var i = 0; i < 200; i++)
        {
            answers.AddRange([PostAsync(past, c, $"{i}"), PostAsync(grain, c, $"{i}"), Patiently.ShipAsync(silos[0], c, $"other-{i}")]);
        }

        var statuses = await Task.WhenAll(answers);
        Assert.Equal((400, 200), (statuses.Count(s => s == "accepted"), statuses.Count(s => s == "duplicate")));
        Assert.Equal(400L, await Db.AskAsync(silos.Database, "SELECT count(*) FROM posting"));
        Assert.Equal(
            await Db.AskAsync(silos.Database, $"SELECT version FROM customer WHERE id = '{c}'"),
            await Db.AskAsync(silos.Database, $"SELECT count(*) + 1 FROM rating WHERE version > 1 AND customer_id = '{c}'"));
        Assert.Equal("done", await SleepTests.RunAsync(silos[0], "verify"));
    }

    /// <summary>A customer whose grain lives in another silo, so that this one's memory is a second.</summary>
    private static async Task<string> ElsewhereAsync(Member here)
    {
        var own = here.Get<ILocalSiloDetails>().SiloAddress;
        for (var i = 0; ; i++)
        {
            Assert.True(i < 500, "every customer lives in this silo");
            await RegisterAsync(here, $"c{i}");
            var active = await here.Get<IGrainFactory>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
            if (active.Any(grain => grain.GrainId.ToString() == $"customer/c{i}" && !grain.SiloAddress.Equals(own)))
            {
                return $"c{i}";
            }
        }
    }

    private static async Task RegisterAsync(Member member, string id)
    {
        var today = member.Get<IBusinessClock>().Today;
        await Machine.UntilAsync(
            async () => (await member.Get<ICustomers>().Submit(id, new ChangeProfile(today, null, new(), new() { Name = id }, Register: true), Origin)).Status
                is VerdictStatus.Accepted or VerdictStatus.Duplicate,
            $"the registration of {id}");
    }

    private static async Task<string> PostAsync(ICustomers customers, string id, string key)
    {
        var day = new DateOnly(2026, 6, 1);
        var verdict = await customers.Submit(id, new AcceptPosting(day.AddDays(30), new("test", key, id, PostingKind.Shipment, 5000, day, null)), Origin);
        return verdict.Status.ToString().ToLowerInvariant();
    }
}
