using System.Net;
using System.Text.Json;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

/// <summary>Runs of jobs as resources: repeated requests, cancelling, history.</summary>
public sealed class JobTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_jobs_are_named()
    {
        var jobs = (await api.GetAsync("/jobs")).GetProperty("items").EnumerateArray();
        Assert.Equal(["care", "re-rate", "rehearse", "simulate", "snapshot", "verify"], jobs.Select(j => j.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_is_one_run()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StartAsync("re-rate?scope=all", "once")));

        Assert.All(replies, r => Assert.Equal(HttpStatusCode.Accepted, r.Status));
        await UntilAsync(Assert.Single(replies.Select(r => Id(r.Body)).Distinct()), "done");
        var (status, problem) = await StartAsync("re-rate?scope=due", "once");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_key_used_again_after_its_day_begins_another_run()
    {
        var first = Id((await StartAsync("snapshot", "daily")).Body);
        Assert.Equal(first, Id((await StartAsync("snapshot", "daily")).Body));
        await TestPostgres.ExecuteAsync(api.ConnectionString, "UPDATE idempotency_key SET created_at = created_at - interval '25 hours' WHERE key LIKE '%/daily'");

        var second = Id((await StartAsync("snapshot", "daily")).Body);
        Assert.NotEqual(first, second);
        Assert.Equal(second, Id((await StartAsync("snapshot", "daily")).Body));
        await UntilAsync(second, "done");
    }

    [Fact]
    public async Task A_run_is_cancelled_while_it_runs_and_another_while_it_waits()
    {
        await api.PutAsync("/customers/c", new { name = "c" });

        // Verification hangs on what somebody else holds.
        await using var rival = await Hold.TakeAsync(api.ConnectionString, "LOCK TABLE customer_event IN ACCESS EXCLUSIVE MODE");
        var running = Id((await StartAsync("verify")).Body);
        await UntilAsync(running, "running");
        var waiting = Id((await StartAsync("verify")).Body);

        Assert.Equal((HttpStatusCode.OK, "cancelled"), await CancelAsync(waiting));
        Assert.Equal((HttpStatusCode.OK, "running"), await CancelAsync(running));
        await UntilAsync(running, "cancelled");
        await rival.DisposeAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await api.SendAsync(HttpMethod.Delete, "/jobs/runs/" + waiting)).Status);
        await UntilAsync(Id((await StartAsync("verify")).Body), "done");
        var newest = await api.GetAsync("/jobs/runs?job=verify&limit=2");
        var rest = await api.GetAsync($"/jobs/runs?job=verify&limit=2&after={newest.GetProperty("next").GetString()}");
        Assert.Equal(
            ["done", $"cancelled {waiting}", $"cancelled {running}"],
            new[] { newest, rest }.SelectMany(page => page.GetProperty("items").EnumerateArray()).Select(
                run => run.GetProperty("status").GetString() is "done" ? "done" : $"{run.GetProperty("status")} {Id(run)}"));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    private static string Id(JsonElement run) => run.GetProperty("id").GetString()!;

    private Task<(HttpStatusCode Status, JsonElement Body)> StartAsync(string job, string? key = null) => api.SendAsync(
        HttpMethod.Post,
        $"/jobs/{(job.Contains('?') ? job.Replace("?", "/runs?", StringComparison.Ordinal) : job + "/runs")}",
        headers: key is null ? [] : [("Idempotency-Key", key)]);

    private async Task<(HttpStatusCode Status, string? Run)> CancelAsync(string run)
    {
        var (status, body) = await api.SendAsync(HttpMethod.Delete, "/jobs/runs/" + run);
        return (status, body.GetProperty("status").GetString());
    }

    private Task UntilAsync(string run, string status) => Machine.UntilAsync(
        async () => (await api.GetAsync("/jobs/runs/" + run)).GetProperty("status").GetString() == status, $"a run that is {status}");
}
