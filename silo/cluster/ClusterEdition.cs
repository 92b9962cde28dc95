using Lifecycle.Cluster.Customers;
using Lifecycle.Cluster.Membership;
using Lifecycle.Cluster.Scheduling;
using Lifecycle.Cluster.Schema;
using Lifecycle.Cluster.Templating;
using Lifecycle.Grains;
using Lifecycle.Silo.Startup;
using Lifecycle.Store;
using Lifecycle.Templates;
using Lifecycle.Templates.Handlebars;
using Orleans.Runtime.MembershipService;

namespace Lifecycle.Cluster;

/// <summary>Customers are Orleans grains, one activation each in the whole cluster; Hangfire fires the jobs; templates may be Scriban.</summary>
internal sealed class ClusterEdition : IEdition
{
    /// <inheritdoc/>
    public IReadOnlyList<ITemplateLanguage> TemplateLanguages { get; } = [new HandlebarsLanguage(), new ScribanLanguage()];

    /// <inheritdoc/>
    public Task MigrateAsync(string connectionString, Action<string> say, CancellationToken ct) => ClusterSchema.ApplyAsync(connectionString, ct, say);

    /// <inheritdoc/>
    public void AddCustomers(WebApplicationBuilder builder, SiloSettings settings, Database database)
    {
        builder.AddOrleans(MembershipSettings.Read(builder.Configuration, settings.DataDirectory, database.ConnectionString), database.ConnectionString);
        builder.Services.AddSingleton<ICustomers, GrainCustomers>();
    }

    /// <inheritdoc/>
    public void AddScheduler(IServiceCollection services, string connectionString) => services.AddHangfireSchedule(connectionString);

    /// <inheritdoc/>
    public void Map(WebApplication app) => app.MapDashboard();

    /// <inheritdoc/>
    public string? Explain(Exception failure) => failure is OrleansClusterConnectivityCheckFailedException
        ? "another silo of this database says that it is alive, and cannot be reached, or cannot reach this one. See Lifecycle:Cluster:Address of both, and what is between them."
        : null;
}
