using System.Net;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Beyond the rate limit callers are told to wait; health is asked by machines that must not be.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Too_many_requests_in_a_second_get_429_with_retry_after()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, await TestPostgres.CreateDatabaseAsync(), "Lifecycle:RequestsPerSecond=3");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => silo.Client.GetAsync("/api/v1/policies")));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        Assert.Contains("too-many-requests", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Client.GetAsync("/health/live"))),
            a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }
}
