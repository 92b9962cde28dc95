using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Store.Care;

namespace Lifecycle.Silo.Startup;

/// <summary>Puts together what sends messages to contacts.</summary>
internal static class CareSetup
{
    public static void AddCare(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton<Programmes>();
        services.AddSingleton<CareFactsReader>();
        services.AddSingleton<ICareBook, CareBook>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<CareMessages>();
        services.AddSingleton(new CareSettings(settings.SenderName));
        services.AddSingleton<ICareSamples>(s => s.GetRequiredService<CareMessages>());
        services.AddSingleton<ICareRules, CareRuleStore>();
        services.AddSingleton<ICampaigns, Campaigns>();
        services.AddSingleton<IRehearsals, Rehearsals>();
        services.AddSingleton<ICareForecast, CareForecast>();
        services.AddSingleton<IJob, CareJob>();
        services.AddSingleton<IJob, Rehearse>();
        services.AddSingleton(new Api.Care.Campaigns.CampaignSettings(settings.CareApproval));
    }
}
