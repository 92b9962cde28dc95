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

    /// <summary>Sends a posting as a caller does, and waits until it is durable.</summary>
    public async Task PostAsync(Posting posting) => InProcessSilo.MustBeAccepted(
        await Customers.Submit(posting.CustomerId, new AcceptPosting(BenchmarkServer.Today, posting), PostingStream.Origin));

    public ValueTask DisposeAsync() => Silo.DisposeAsync();
}
