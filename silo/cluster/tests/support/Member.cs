using Lifecycle.Silo.Startup;
using Lifecycle.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lifecycle.Cluster.Tests.Support;

/// <summary>A silo of the cluster in this process: put together as the program does it, with its insides to look at.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Database database;

    private Member(WebApplication app, Database database) => (this.app, this.database) = (app, database);

    public static async Task<Member> StartAsync(string folder, string connectionString, params string[] settings)
    {
        Directory.CreateDirectory(folder);
        var args = new[]
        {
            $"ConnectionStrings:Lifecycle={connectionString}", $"Lifecycle:DataDirectory={folder}", "Lifecycle:AllowUnsafeDatabase=true",
            "Urls=http://127.0.0.1:0", "Logging:LogLevel:Default=Warning", "Lifecycle:Cluster:DeadAfterSeconds=120",
        };
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Concat(settings).Select(setting => "--" + setting)],
            ContentRootPath = AppContext.BaseDirectory,
        });
        var (read, edition, database) = (SiloSettings.Read(builder.Configuration), new ClusterEdition(), new Database(connectionString));
        await Migrations.ApplyAsync(connectionString, CancellationToken.None);
        await edition.MigrateAsync(connectionString, _ => { }, CancellationToken.None);
        var member = new Member(await SiloHost.BuildAsync(builder, edition, read, database), database);
        await member.app.StartAsync();
        return member;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
