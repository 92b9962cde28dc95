using Lifecycle.Store.Committing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lifecycle.Silo.Telemetry;

/// <summary>Metrics and traces go to the collector that the usual OTEL_EXPORTER_OTLP_* variables name; nowhere without one.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CommitMetrics>();
        if (string.IsNullOrEmpty(configuration[Endpoint]))
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lifecycle-silo"))
            .WithMetrics(metrics => metrics
                .AddMeter(CommitMetrics.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource(CommitMetrics.Name, "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter());
        return services;
    }
}
