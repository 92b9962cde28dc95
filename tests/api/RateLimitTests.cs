using System.Net;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Beyond the rate limit callers are told to wait; health is asked by machines that must not be.</summary>
public sealed class RateLimitTests
{
    private const int Beyond = 7;

    [Fact]
    public async Task Too_many_requests_in_a_second_get_429_with_retry_after()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, await TestPostgres.CreateDatabaseAsync(), "Lifecycle:RequestsPerSecond=3");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => silo.Client.GetAsync("/api/v1/policies")));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        await RefusedAsync(answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests));
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Client.GetAsync("/health/live"))),
            a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
    }

    [Fact]
    public async Task Of_reading_requests_256_are_let_in_at_a_time_and_streams_do_not_count()
    {
        using var folder = new TestFolder();
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(folder.Path, connectionString + ";Timeout=300");
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => silo.Client.GetAsync("/api/v1/alerts/stream", HttpCompletionOption.ResponseHeadersRead)));

        await AskWhileNobodyCanReadAsync(silo, connectionString, 256, _ => "customers");
        Assert.All(streams, s => Assert.Equal(HttpStatusCode.OK, s.StatusCode));
        Array.ForEach(streams, s => s.Dispose());
    }

    [Fact]
    public async Task Of_questions_about_past_days_sixteen_wait_and_live_figures_do_not_count()
    {
        using var folder = new TestFolder();
        var connectionString = await TestPostgres.CreateDatabaseAsync();
        await using var silo = await SiloProcess.StartAsync(folder.Path, connectionString, "Lifecycle:Clock:StartAt=2026-06-15T04:00:00Z");
        string[] questions = ["portfolio?asOf=", "Portfolio/?knownAt=", "portfolio/migration?to=", "portfolio/changes?to="];
        using var live = await AskWhileNobodyCanReadAsync(silo, connectionString, 17, i => $"{questions[i % questions.Length]}2026-05-{i + 1:00}", "portfolio");
        Assert.Equal(HttpStatusCode.OK, live!.StatusCode);
    }

    /// <summary>Asks so many and some more while nothing can be answered; whoever is refused is told at once, everybody else is answered later.</summary>
    /// <param name="beside">Asked last of all.</param>
    private static async Task<HttpResponseMessage?> AskWhileNobodyCanReadAsync(
        SiloProcess silo, string connectionString, int most, Func<int, string> path, string? beside = null)
    {
        await using var hold = await Hold.TakeAsync(connectionString, "LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");
        var answers = Enumerable.Range(0, most + Beyond).Select(i => silo.Client.GetAsync("/api/v1/" + path(i))).ToArray();

        // By then all have come: as many are in as may, the others were refused.
        await Machine.UntilAsync(() => answers.Count(a => a.IsCompleted) >= Beyond, "refusals while nobody can read");
        var last = beside is null ? null : silo.Client.GetAsync("/api/v1/" + beside);
        using var health = await silo.Client.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        await hold.DisposeAsync();

        var all = await Task.WhenAll(answers);
        var refused = all.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(Beyond, refused.Count);
        Assert.Equal(most, all.Count(a => a.StatusCode == HttpStatusCode.OK));
        await Task.WhenAll(refused.Select(RefusedAsync));
        return last is null ? null : await last;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal("1", answer.Headers.RetryAfter!.ToString());
        Assert.Contains("too-many-requests", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
