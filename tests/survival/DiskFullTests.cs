using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Xunit.Abstractions;

namespace Lifecycle.Tests.Survival;

/// <summary>A disk runs full, the database's under load or the data folder's: refused, nothing half done; with room again it goes on without hands.</summary>
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

    [NeedsMountFact]
    public async Task Uploads_are_refused_until_there_is_room_again()
    {
        using var folder = new TestFolder();
        using var disk = SmallDisk.TryMount(folder.Path, megabytes: 16)!;
        await using var silo = await SiloProcess.StartAsync(folder.Path, await TestPostgres.CreateDatabaseAsync());
        var large = Encoding.ASCII.GetBytes("id,nmae\n" + new string('x', 6_000_000)); // once it fits, three times it does not
        Assert.Equal((503, "disk-full", true), await UploadAsync(silo, large, saysLength: true));
        Assert.Equal((202, null, false), await UploadAsync(silo, large, saysLength: false));
        await Machine.UntilAsync(() => Waiting() == 0, "the end of its import");

        var small = Encoding.ASCII.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"c{i},Name\n")));
        disk.Fill();
        Assert.Equal((503, "disk-full", true), await UploadAsync(silo, small, saysLength: true));
        Assert.Equal((503, "disk-full", true), await UploadAsync(silo, small, saysLength: false));
        Assert.Equal(0, Waiting());
        disk.Free();
        Assert.Equal((202, null, false), await UploadAsync(silo, small, saysLength: true));
        await Machine.UntilAsync(() => Waiting() == 0, "the end of its import");
        Assert.DoesNotContain("failed by a bug", silo.Output, StringComparison.Ordinal);

        int Waiting() => Directory.GetFiles(Path.Combine(folder.Path, "imports")).Length;
    }

    /// <summary>Status, code, and whether it says when to come again.</summary>
    private static async Task<(int Status, string? Code, bool RetryAfter)> UploadAsync(SiloProcess silo, byte[] body, bool saysLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports?kind=customers&mode=check") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = !saysLength;
        using var response = await silo.Client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, answer.TryGetProperty("code", out var code) ? code.GetString() : null, response.Headers.RetryAfter is not null);
    }
}
