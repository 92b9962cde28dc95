using Lifecycle.Api.Imports.Running;
using Lifecycle.Api.Imports.Storing;
using Lifecycle.Api.Imports.Undoing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lifecycle.Api.Imports;

/// <summary>What imports need of the host: the database's data source, customers, request keys, the business clock.</summary>
public static class ImportServiceCollection
{
    /// <summary>Adds imports and their worker. Add it after what commits, so that it stops before it.</summary>
    /// <param name="dataDirectory">Where the files wait, in a folder <c>imports</c>.</param>
    public static IServiceCollection AddImports(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(_ => new Spool(dataDirectory))
            .AddSingleton<ImportTable>()
            .AddSingleton<RunTable>()
            .AddSingleton<UndoTable>()
            .AddSingleton<ErrorFile>()
            .AddSingleton<ImportBell>()
            .AddSingleton<Patience>()
            .AddSingleton<ImportMetrics>()
            .AddSingleton<ImportServices>()
            .AddSingleton<Upload>()
            .AddHostedService<ImportWorker>();
    }
}
