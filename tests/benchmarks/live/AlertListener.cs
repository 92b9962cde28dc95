using System.Collections.Concurrent;
using System.Diagnostics;
using Lifecycle.Benchmarks.Support;

namespace Lifecycle.Benchmarks.Live;

/// <summary>A client of the event stream that remembers when it heard of each customer first.</summary>
internal sealed class AlertListener : IDisposable
{
    private const string Before = "\"customerId\":\"";

    private readonly ConcurrentDictionary<string, long> heard = new(StringComparer.Ordinal);
    private readonly Stream body;

    private AlertListener(Stream body) => this.body = body;

    public static async Task<AlertListener> OpenAsync(SiloClient silo)
    {
        var response = await silo.Http.GetAsync("/api/v1/alerts/stream", HttpCompletionOption.ResponseHeadersRead);
        var listener = new AlertListener(await response.Content.ReadAsStreamAsync());
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(() => listener.ReadAsync(first));
        await first.Task; // the place in the stream is known: nothing that comes later is missed
        return listener;
    }

    /// <summary>The moment at which the customer was heard of; waits for it.</summary>
    public async Task<long> WhenHeardAsync(string customer, TimeSpan guard)
    {
        var begun = Stopwatch.GetTimestamp();
        long when;
        while (!heard.TryGetValue(customer, out when))
        {
            if (Stopwatch.GetElapsedTime(begun) > guard)
            {
                throw new TimeoutException($"No alert of {customer} within {guard}.");
            }

            await Task.Delay(50);
        }

        return when;
    }

    public void Dispose() => body.Dispose();

    private async Task ReadAsync(TaskCompletionSource first)
    {
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync() is { } line)
        {
            first.TrySetResult();
            if (line.IndexOf(Before, StringComparison.Ordinal) is var at and > 0)
            {
                var id = line.AsSpan(at + Before.Length);
                heard.TryAdd(id[..id.IndexOf('"')].ToString(), Stopwatch.GetTimestamp());
            }
        }
    }
}
