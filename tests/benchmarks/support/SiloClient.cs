using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lifecycle.Grains;
using Lifecycle.Tests.Support;

namespace Lifecycle.Benchmarks.Support;

/// <summary>The built program on a preloaded database, and a client with as many connections as it has callers.</summary>
internal sealed class SiloClient : IAsyncDisposable
{
    private readonly SiloProcess silo;
    private readonly HttpClient client;
    private readonly DirectoryInfo folder;

    private SiloClient(SiloProcess silo, HttpClient client, DirectoryInfo folder) => (this.silo, this.client, this.folder) = (silo, client, folder);

    public HttpClient Http => client;

    /// <summary>The most memory that the program has had so far.</summary>
    public double PeakMegabytes
    {
        get
        {
            using var process = Process.GetProcessById(silo.ProcessId);
            return process.PeakWorkingSet64 / (double)(1 << 20);
        }
    }

    public static async Task<SiloClient> StartAsync(string connectionString, int connections, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("lifecycle-benchmark-");
        var silo = await SiloProcess.StartAsync(
            folder.FullName, connectionString, [$"Lifecycle:Clock:StartAt={BenchmarkServer.At(BenchmarkServer.Today):O}", .. settings]);
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = silo.Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.Token);
        return new(silo, client, folder);
    }

    /// <summary>Sends a posting and waits for its rating.</summary>
    public async Task PostAsync(Posting posting)
    {
        if (!await IsTakenAsync(posting))
        {
            throw new InvalidOperationException("Not accepted: there is too much else.");
        }
    }

    /// <summary>Sends a posting: whether it was accepted, or refused because there is too much else.</summary>
    /// <exception cref="InvalidOperationException">Any other answer.</exception>
    public async Task<bool> IsTakenAsync(Posting posting)
    {
        var body = $$"""{"source":"{{posting.Source}}","externalId":"{{posting.ExternalId}}","kind":"{{posting.Kind.Name()}}","amount":{{posting.Cents / 100}}.{{posting.Cents % 100:D2}},"occurredOn":"{{posting.OccurredOn:yyyy-MM-dd}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"/api/v1/customers/{posting.CustomerId}/postings", content);
        var answer = await response.Content.ReadAsStringAsync();
        return response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && response.Headers.RetryAfter is not null
            ? false
            : answer.Contains("\"accepted\"", StringComparison.Ordinal)
                ? true
                : throw new InvalidOperationException($"Not accepted: {(int)response.StatusCode} {answer}");
    }

    public async Task GetAsync(string path)
    {
        using var response = await client.GetAsync(path);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await silo.StopAsync();
        await silo.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
