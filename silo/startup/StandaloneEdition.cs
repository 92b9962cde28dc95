using Lifecycle.Grains;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Store;
using Lifecycle.Store.Committing;
using Lifecycle.Templates;
using Lifecycle.Templates.Handlebars;

namespace Lifecycle.Silo.Startup;

/// <summary>The default: customers live in the committers' own memory, Quartz fires the jobs.</summary>
internal sealed class StandaloneEdition : IEdition
{
    /// <inheritdoc/>
    public IReadOnlyList<ITemplateLanguage> TemplateLanguages { get; } = [new HandlebarsLanguage()];

    /// <inheritdoc/>
    public Task MigrateAsync(string connectionString, Action<string> say, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public void AddCustomers(WebApplicationBuilder builder, SiloSettings settings, Database database) =>
        builder.Services.AddSingleton<ICustomers>(s => s.GetRequiredService<Committers>());

    /// <inheritdoc/>
    public void AddScheduler(IServiceCollection services, string connectionString) => services.AddQuartzSchedule(connectionString);

    /// <inheritdoc/>
    public void Map(WebApplication app)
    {
        // Everything it shows is the interface's.
    }

    /// <inheritdoc/>
    public string? Explain(Exception failure) => null;
}
