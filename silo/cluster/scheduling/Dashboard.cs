using Hangfire;
using Microsoft.AspNetCore.Authentication;

namespace Lifecycle.Cluster.Scheduling;

/// <summary>Hangfire's own pages, for the administrator.</summary>
internal static class Dashboard
{
    /// <summary>The account of the first start; roles do not open the dashboard.</summary>
    public const string Administrator = "admin";

    private const string Path = "/hangfire";

    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddTransient<BasicAuthentication>();
        services.Configure<AuthenticationOptions>(options => options.AddScheme<BasicAuthentication>(BasicAuthentication.SchemeName, displayName: null));
    }

    // A browser sends its credentials along with any page's form: to be looked at only, runs are started through the interface.
    // Who may see it is the endpoint's matter; Hangfire's own filter, which lets in whoever sits at this machine, is taken away.
    public static void MapDashboard(this WebApplication app) => app
        .MapHangfireDashboard(Path, new DashboardOptions { Authorization = [], DisplayStorageConnectionString = false, IsReadOnlyFunc = _ => true })
        .RequireAuthorization(policy => policy.AddAuthenticationSchemes(BasicAuthentication.SchemeName).RequireUserName(Administrator));
}
