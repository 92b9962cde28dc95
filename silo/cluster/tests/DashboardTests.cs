using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Lifecycle.Cluster.Tests.Support;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;

namespace Lifecycle.Cluster.Tests;

/// <summary>Hangfire's pages are the administrator's, and its timetable has every job once, however many silos there are, each with a worker for every job.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task Only_the_administrator_sees_it_and_every_job_is_in_it_once()
    {
        await using var silos = await Silos.StartAsync(2);
        var hash = Convert.ToHexString(SHA256.HashData("the clerk's"u8));
        await TestPostgres.ExecuteAsync(silos.Database, $"""
            INSERT INTO account (name, password_hash, created_at) VALUES ('clerk', '', now());
            INSERT INTO api_token (hash, account, created_at) VALUES ('\x{hash}', 'clerk', now())
            """);

        using var client = new HttpClient { BaseAddress = silos[1].Address };
        using var nobody = await client.GetAsync("/hangfire/recurring");
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (nobody.StatusCode, nobody.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "admin", "a guess"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "admin", "the clerk's"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "admin", silos[0].Token));

        Assert.Equal(
            await Db.AskAsync(silos.Database, "SELECT count(*) FROM hangfire.set WHERE key = 'recurring-jobs'"),
            await Db.AskAsync(silos.Database, "SELECT DISTINCT (data->>'WorkerCount')::bigint FROM hangfire.server"));
        Assert.Equal(
            "care,re-rate,rehearse,simulate,snapshot,verify",
            await Db.AskAsync(silos.Database, "SELECT string_agg(value, ',' ORDER BY value) FROM hangfire.set WHERE key = 'recurring-jobs'"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string user, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hangfire/recurring");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
