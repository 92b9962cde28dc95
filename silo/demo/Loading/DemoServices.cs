namespace Lifecycle.Silo.Demo.Loading;

/// <summary>Registers the sample portfolio where it is asked for.</summary>
internal static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services, bool wanted) => wanted
        ? services.AddSingleton<DemoMarker>().AddSingleton<DemoSubmission>().AddHostedService<DemoLoader>()
        : services;
}
