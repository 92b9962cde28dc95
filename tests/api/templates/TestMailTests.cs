using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Silo.Startup;
using Lifecycle.Store;
using Lifecycle.Tests.Silo;
using Lifecycle.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Tests.Api.Templates;

/// <summary>Messages sent for a try, through a channel that only takes note of them.</summary>
public sealed class TestMailTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly NotedChannel channel = new();
    private readonly HttpClient client = new();
    private Database database = null!;
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder([
            $"--ConnectionStrings:Lifecycle={await TestPostgres.CreateDatabaseAsync()}", $"--Lifecycle:DataDirectory={folder.Path}", "--urls=http://127.0.0.1:0",
            "--Lifecycle:Mail:From=Acme <care@acme.example>",
        ]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IChannel>(channel);
        Directory.CreateDirectory(folder.Path);
        var settings = SiloSettings.Read(builder.Configuration);
        database = new(settings.ConnectionString!);
        app = await SiloHost.BuildAsync(builder, new StandaloneEdition(), settings, database);
        await app.StartAsync();
        using var admin = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "admin.json")));
        client.BaseAddress = new(app.Urls.Single() + "/api/v1/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin.RootElement.Text("token"));
        using var put = await client.PutAsJsonAsync("customers/c", new { name = "C", contacts = new[] { new { name = "N", salutation = "王总" } } });
        put.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_test_goes_to_the_address_that_was_given_and_decides_nothing()
    {
        Assert.Equal((200, "sent"), await TestAsync("birthday"));
        var message = Assert.Single(channel.Sent);
        Assert.Equal(("me@example.com", "[TEST] 王总，祝您生日快乐！", null), (message.Address, message.Text.Subject, message.Unsubscribe));
        Assert.Contains("Acme", message.Text.Text, StringComparison.Ordinal);
        Assert.StartsWith("test-", message.Key, StringComparison.Ordinal);
        Assert.Equal((200, "sent"), await TestAsync("campaign"));
        Assert.Equal("https://unsubscribe.invalid/test", channel.Sent.Last().Unsubscribe?.ToString());
        await using var decisions = database.Readers.CreateCommand("SELECT count(*) FROM care_decision");
        Assert.Equal(0L, await decisions.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_repeated_request_sends_nothing_again()
    {
        Assert.Equal((200, "sent"), await TestAsync("birthday", key: "k"));
        Assert.Equal((200, "duplicate"), await TestAsync("birthday", key: "k"));
        Assert.Equal((422, "idempotency-key-reused"), await TestAsync("birthday", address: "you@example.com", key: "k"));
        Assert.Single(channel.Sent);
    }

    [Theory]
    [InlineData(DeliveryFate.Unknown, "smtp-lost", 200, "in_doubt")]
    [InlineData(DeliveryFate.Deferred, "smtp-451", 503, "delivery-deferred")]
    [InlineData(DeliveryFate.Refused, "smtp-554", 422, "delivery-refused")]
    [InlineData(DeliveryFate.Refused, "address-unusable", 422, "delivery-refused")]
    public async Task What_became_of_it_is_told(DeliveryFate fate, string reason, int status, string word)
    {
        channel.Answer = new(fate, reason);
        Assert.Equal((status, word), await TestAsync("birthday"));
    }

    [Theory]
    [InlineData("nothing", "me@example.com", 404, "template-not-found")]
    [InlineData("birthday", "", 422, "required")]
    [InlineData("birthday", "a\nb", 422, "text-invalid")]
    public async Task What_cannot_be_is_refused(string template, string address, int status, string code)
    {
        Assert.Equal((status, code), await TestAsync(template, address));
        Assert.Empty(channel.Sent);
    }

    private async Task<(int Status, string Word)> TestAsync(string template, string address = "me@example.com", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"templates/{template}/test") { Content = JsonContent.Create(new { customerId = "c", address }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await client.SendAsync(request);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? body.Text("status") : body.Text("code"));
    }
}
