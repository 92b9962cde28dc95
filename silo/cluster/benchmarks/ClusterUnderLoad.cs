using Lifecycle.Benchmarks.Ingest;
using Lifecycle.Benchmarks.Support;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Grains;

namespace Lifecycle.Cluster.Benchmarks;

/// <summary>The callers' silo and its fellows, all in this process: each has grains, committers and sockets of its own.</summary>
internal sealed class ClusterUnderLoad : IAsyncDisposable
{
    private readonly List<Member> members = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lifecycle-benchmark-");

    public static async Task<IngestSilo> StartAsync(string database, int silos)
    {
        var cluster = new ClusterUnderLoad();
        for (var i = 0; i < silos; i++)
        {
            var place = Path.Combine(cluster.folder.FullName, $"{i}");
            cluster.members.Add(await Member.StartAsync(place, database, $"Lifecycle:Clock:StartAt={BenchmarkServer.At(BenchmarkServer.Today):O}"));
        }

        return new(cluster.members[0].Get<ICustomers>(), cluster);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members)
        {
            await member.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
