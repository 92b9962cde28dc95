using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Tests.Silo.Webhooks;

/// <summary>A gateway that does what a test wants, after it has read the request.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly WebApplication app;

    private Gateway(WebApplication app) => this.app = app;

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/send?token=hidden");

    /// <summary>Every request: path, headers and body.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, string Body)> Requests { get; } = new();

    public static async Task<Gateway> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new Gateway(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            gateway.Requests.Enqueue((http.Request.Path, new HeaderDictionary(http.Request.Headers.ToDictionary()), await reader.ReadToEndAsync()));
            await answer(http);
        });
        await app.StartAsync();
        return gateway;
    }

    public static Task<Gateway> StartAsync(int status) => StartAsync(http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
