using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>The database's disk runs full under load: refused, nothing half done; with room again it goes on without hands.</summary>
public sealed class DiskFullTests(ITestOutputHelper output)
{
    [NeedsMountFact]
    public async Task Postings_are_refused_until_there_is_room_again()
    {
        var random = LongForm.Random(output, 6);
        using var folder = new TestFolder();
        using var disk = SmallDisk.TryMount(folder.Path, megabytes: 250)!;
        await using var life = new Life(folder.Path);
        var silo = await life.StartAsync();
        var traffic = await Traffic.StartAsync(random.Next(1000), customers: 6, clients: 6, life.Gate);
        foreach (var _ in LongForm.Rounds(shortly: 1))
        {
            await traffic.UntilMoreAsync(random.Next(50, 200));
            disk.Fill();
            await traffic.UntilRefusedAsync("database-unavailable", times: 2);
            disk.Free();
            await traffic.UntilMoreAsync(50);
        }

        await traffic.StopAsync();
        output.WriteLine($"{traffic.Acknowledged.Count} acknowledged, {traffic.Lost} without an answer, {string.Join(", ", traffic.Refusals)}");
        Assert.Equal(0, traffic.Lost);
        Assert.All(traffic.Refusals.Keys, code => Assert.Contains(code, new[] { "database-unavailable", "outcome-unknown" }));
        await Books.AgreeAsync(silo, traffic);
    }
}
