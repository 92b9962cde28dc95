using Lifecycle.Benchmarks.Support;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Ingest;

/// <summary>A silo as far as <c>ingest</c> needs it.</summary>
internal sealed record IngestSilo(ICustomers Customers, IAsyncDisposable Silo) : IAsyncDisposable
{
    /// <summary>That of the default edition.</summary>
    public static async Task<IngestSilo> StartAsync(string connectionString)
    {
        var silo = await InProcessSilo.StartAsync(connectionString);
        return new(silo.Customers, silo);
    }

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
