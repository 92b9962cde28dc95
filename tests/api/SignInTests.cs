using System.Net.Http.Headers;
using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class SignInTests(ApiFixture api)
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    public async Task Every_endpoint_but_health_wants_a_token(string? authorization)
    {
        using var stranger = new HttpClient { BaseAddress = api.Silo.Address };
        var paths = (await api.ReadAsync("/openapi/v1.json")).GetProperty("paths");
        foreach (var path in paths.EnumerateObject().Where(p => p.Name.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                (await Ask(stranger, method.Name.ToUpperInvariant(), path.Name.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), authorization))
                    .IsProblem(401, "unauthenticated");
            }
        }

        (await Ask(stranger, "GET", "/openapi/v1.json", authorization)).IsProblem(401, "unauthenticated");
        (await Ask(stranger, "GET", "/api/v1/nowhere", authorization)).IsProblem(401, "unauthenticated");
        (await Ask(stranger, "GET", "/health/live", authorization)).Is(200);
        (await Ask(stranger, "GET", "/health/ready", authorization)).Is(200);
    }

    [Fact]
    public async Task A_challenge_names_the_scheme()
    {
        using var stranger = new HttpClient { BaseAddress = api.Silo.Address };
        using var response = await stranger.GetAsync("/api/v1/customers");
        Assert.Equal([new AuthenticationHeaderValue("Bearer")], response.Headers.WwwAuthenticate);
    }

    [Fact]
    public void The_secrets_of_the_first_account_are_for_their_owner_alone()
    {
        var file = Path.Combine(api.Silo.DataDirectory, "admin.json");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var secrets = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Assert.Equal(["user", "password", "token"], secrets.EnumerateObject().Select(p => p.Name));
        Assert.Equal("admin", secrets.Text("user"));
        Assert.DoesNotContain(secrets.Text("token"), api.Silo.Output, StringComparison.Ordinal);
    }

    private static async Task<Reply> Ask(HttpClient client, string method, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await client.SendAsync(request);
        return new($"{method} {path}", (int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
