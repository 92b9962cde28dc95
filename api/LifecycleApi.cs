using Lifecycle.Api.Access;
using Lifecycle.Api.Alerts;
using Lifecycle.Api.Care;
using Lifecycle.Api.Care.Campaigns;
using Lifecycle.Api.Care.Occasions;
using Lifecycle.Api.Complaints;
using Lifecycle.Api.Customers;
using Lifecycle.Api.Evaluations;
using Lifecycle.Api.Health;
using Lifecycle.Api.Imports;
using Lifecycle.Api.Jobs;
using Lifecycle.Api.OpenApi;
using Lifecycle.Api.Policies;
using Lifecycle.Api.Policies.Simulations;
using Lifecycle.Api.Portfolio;
using Lifecycle.Api.Postings;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Prospects;
using Lifecycle.Api.Quarantine;
using Lifecycle.Api.Ratings;
using Lifecycle.Api.Requests;
using Lifecycle.Api.Scorecards;
using Lifecycle.Api.Tasks;
using Lifecycle.Api.Templates;
using Lifecycle.Api.Tiers;
using Lifecycle.Api.Timeline;
using Lifecycle.Api.Users;
using Lifecycle.Api.Webhooks;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lifecycle.Api;

/// <summary>The HTTP interface: HTTP becomes commands, SQL becomes answers.</summary>
public static class LifecycleApi
{
    // Of one thing. Whatever is longer by nature says so itself.
    private const long MostBodyBytes = 1024 * 1024;

    /// <summary>Adds what the endpoints need beside the ports and the database.</summary>
    /// <param name="dataDirectory">Where uploads wait until they are worked off.</param>
    /// <param name="requestsPerSecond">For each account.</param>
    public static IServiceCollection AddLifecycleApi(this IServiceCollection services, string dataDirectory, int requestsPerSecond)
    {
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        services.ConfigureHttpJsonOptions(options => JsonBodies.Configure(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<FailureHandler>();
        services.AddProblemDetails();

        // The core alone: tokens need no keys for protecting cookies.
        services.AddWebEncoders();
        services.AddTransient<TokenAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = TokenAuthentication.SchemeName;
            options.AddScheme<TokenAuthentication>(TokenAuthentication.SchemeName, displayName: null);
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddRateLimit(requestsPerSecond);
        services.AddImports(dataDirectory);
        services.AddSingleton<CampaignAnswers>();
        services.AddSingleton<TrialFields>();
        return services.AddLifecycleOpenApi();
    }

    /// <summary>Maps every endpoint.</summary>
    public static void MapLifecycleApi(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => StatusProblem(context.HttpContext).ExecuteAsync(context.HttpContext));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.Use(Bodies.OnlyUtf8);
        app.Use(RequestKeys.HashBody);

        app.MapHealth();
        app.MapOpenApi();
        app.MapUnsubscribe();
        var v1 = app.MapGroup("/api/v1").RequireRateLimiting(RateLimit.Other);
        v1.MapCustomers();
        v1.MapCustomerList();
        v1.MapPostings();
        v1.MapBulkPostings();
        v1.MapPostingList();
        v1.MapRating();
        v1.MapOutlook();
        v1.MapRatingHistory();
        v1.MapTimeline();
        v1.MapEvaluations();
        v1.MapTiers();
        v1.MapProposals();
        v1.MapProposalList();
        v1.MapBulkApproval();
        v1.MapPortfolio();
        v1.MapMigration();
        v1.MapPortfolioChanges();
        v1.MapPolicies();
        v1.MapPolicyDrafts();
        v1.MapSimulations();
        v1.MapSimulationList();
        v1.MapMoverList();
        v1.MapMover();
        v1.MapScorecards();
        v1.MapScorecardDrafts();
        v1.MapCardAnswers();
        v1.MapCardResults();
        v1.MapSubjectScorecards();
        v1.MapCardEvaluations();
        v1.MapProspects();
        v1.MapProspectList();
        v1.MapPolicyDiff();
        v1.MapImports();
        v1.MapAlerts();
        v1.MapAlertList();
        v1.MapAlertStream();
        v1.MapUsers();
        v1.MapUserList();
        v1.MapQuarantineList();
        v1.MapRelease();
        v1.MapJobs();
        v1.MapRunHistory();
        v1.MapCareDecisions();
        v1.MapCareCalendar();
        v1.MapOccasions();
        v1.MapCareSettings();
        v1.MapCampaigns();
        v1.MapCampaignSteps();
        v1.MapRehearsals();
        v1.MapCampaignDifferences();
        v1.MapGateways();
        v1.MapDeliveries();
        v1.MapReplay();
        v1.MapComplaints();
        v1.MapComplaintSteps();
        v1.MapComplaintList();
        v1.MapTasks();
        v1.MapTaskList();
        v1.MapBudgets();
        v1.MapVisits();
        v1.MapTemplates();
        v1.MapTemplateVersions();
        v1.MapTemplateChanges();
        v1.MapTemplateTrials();
    }

    private static IResult StatusProblem(HttpContext http)
    {
        var (code, message) = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not know this method."),
            StatusCodes.Status415UnsupportedMediaType => (Bodies.NotJson.Code, Bodies.NotJson.Message),
            StatusCodes.Status413PayloadTooLarge => (Bodies.TooLarge.Code, Bodies.TooLarge.Message),
            StatusCodes.Status400BadRequest => ("invalid-request", "The request cannot be read."),
            _ => ("request-failed", "The request failed."),
        };
        return Problems.Problems.Of(http.Response.StatusCode, code, message);
    }
}
