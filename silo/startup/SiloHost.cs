using Lifecycle.Api;
using Lifecycle.Grains;
using Lifecycle.Silo.Demo.Loading;
using Lifecycle.Silo.Scheduling;
using Lifecycle.Silo.Telemetry;
using Lifecycle.Store;
using Lifecycle.Store.Access;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Clock;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Employees;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Portfolio;
using Lifecycle.Store.Reading;
using Lifecycle.Store.Scorecards;
using Lifecycle.Store.Tasks;

namespace Lifecycle.Silo.Startup;

/// <summary>Puts store and interface together.</summary>
internal static class SiloHost
{
    public static async Task<WebApplication> BuildAsync(WebApplicationBuilder builder, IEdition edition, SiloSettings settings, Database database)
    {
        var clock = new BusinessClock(TimeProvider.System, settings.TimeZone);
        await clock.StartAsync(database, settings.StartAt, CancellationToken.None);
        var policies = new PolicyStore(database);
        await policies.StartAsync(clock.Now, CancellationToken.None);
        var scorecards = new Scorecards(database, clock);
        await scorecards.StartAsync(CancellationToken.None);
        var accounts = new Accounts(database);
        await AdminAccount.EnsureAsync(accounts, settings.DataDirectory, CancellationToken.None);

        var services = builder.Services;
        services.AddTelemetry(builder.Configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.AddSingleton(database.Readers);
        services.AddSingleton(clock);
        services.AddSingleton<IBusinessClock>(clock);
        services.AddHostedService<ClockKeeper>();
        services.AddSingleton(policies);
        services.AddSingleton<IPolicies>(policies);
        services.AddSingleton<IPolicyDrafts, PolicyDrafts>();
        services.AddSingleton(new Api.Policies.PolicySettings(settings.FourEyes));
        services.AddSingleton(scorecards);
        services.AddSingleton<IScorecards>(scorecards);
        services.AddSingleton<IJudgements, Judgements>();
        services.AddSingleton<IProspects, Prospects>();
        services.AddSingleton<Api.Tiers.TierDeciders>();
        services.AddSingleton<IApiTokens>(accounts);
        services.AddSingleton<IRequestKeys, IdempotencyKeys>();
        services.AddSingleton<CustomerReader>();
        services.AddSingleton<ICustomerReader>(s => s.GetRequiredService<CustomerReader>());
        services.AddSingleton<IPastFigures, Store.Past.PastFigures>();
        services.AddSingleton<IHindsight, Store.Knowledge.HindsightReader>();
        services.AddSingleton<ILivePortfolio, LivePortfolio>();
        services.AddSingleton<IEmployees, Employees>();
        services.AddSingleton<ICareTasks, CareTasks>();
        services.AddSingleton<IBudgets, Budgets>();
        services.AddSingleton<IQuarantine, Store.Quarantine.QuarantineRelease>();
        services.AddSingleton(settings.Commits);
        services.AddSingleton(Drill.Of(settings.Failpoint));

        services.AddSingleton<AlertHints>();
        services.AddHostedService(s => s.GetRequiredService<AlertHints>());
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<IAlertFeed>(s => s.GetRequiredService<AlertFeed>());
        services.AddHostedService(s => s.GetRequiredService<AlertFeed>());

        // Started first and stopped last: whoever still submits is still answered.
        services.AddSingleton<Committers>();
        services.AddHostedService(s => s.GetRequiredService<Committers>());
        edition.AddCustomers(builder, settings, database);
        services.AddHostedService<PortfolioCompactor>();
        services.AddJobs();
        edition.AddScheduler(services, database.ConnectionString);
        services.AddLifecycleApi(settings.DataDirectory, settings.RequestsPerSecond);
        services.AddDemo(settings.Demo);
        await services.AddTemplatesAsync(settings, edition.TemplateLanguages, database, clock);
        services.AddSingleton<IUnsubscribeLinks>(await Store.Care.UnsubscribeLinks.OpenAsync(database, settings.PublicUrl, CancellationToken.None));
        services.AddCare(settings);
        services.AddChannels(builder.Configuration, settings);

        var app = builder.Build();
        app.MapLifecycleApi();
        edition.Map(app);
        return app;
    }
}
