using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lifecycle.Tests.Silo;

namespace Lifecycle.Tests.Support;

/// <summary>A silo on a database of its own, for one class of tests.</summary>
public class ApiFixture : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private SiloProcess silo = null!;

    /// <summary>Where the business clock starts; the tests' today is this day in Shanghai.</summary>
    protected virtual string StartAt => "2026-06-15T04:00:00Z";

    /// <summary>Further settings, as <c>key=value</c>.</summary>
    protected virtual string[] Settings => [];

    internal SiloProcess Silo => silo;

    public string ConnectionString { get; private set; } = "";

    public HttpClient Client => silo.Client;

    public async Task InitializeAsync()
    {
        ConnectionString = await TestPostgres.CreateDatabaseAsync();
        silo = await SiloProcess.StartAsync(folder.Path, ConnectionString, [$"Lifecycle:Clock:StartAt={StartAt}", .. Settings]);
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Stops the silo and starts it again so many days later.</summary>
    public async Task SleepAsync(int days)
    {
        Assert.Equal(0, await silo.StopAsync());
        await silo.DisposeAsync();
        await TestPostgres.ExecuteAsync(
            ConnectionString, $"UPDATE business_clock SET offset_microseconds = offset_microseconds + {days.ToString(CultureInfo.InvariantCulture)} * 86400000000");
        silo = await SiloProcess.StartAsync(folder.Path, ConnectionString, Settings);
    }

    /// <summary>Sends JSON as it is written and gives back status and document.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        Assert.True(status == HttpStatusCode.OK, $"GET {path}: {(int)status} {body}");
        return body;
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
        Assert.True((int)status < 300, $"POST {path}: {(int)status} {answer}");
        return answer;
    }

    public async Task<JsonElement> PutAsync(string path, object body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
        Assert.True((int)status < 300, $"PUT {path}: {(int)status} {answer}");
        return answer;
    }
}
