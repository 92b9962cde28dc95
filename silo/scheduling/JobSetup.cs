using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Alerts;
using Lifecycle.Jobs.Portfolio;
using Lifecycle.Jobs.Rating;
using Lifecycle.Jobs.Verifying;
using Lifecycle.Jobs.WhatIf;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Jobs;
using Lifecycle.Store.Verifying;
using Lifecycle.Store.WhatIf;

namespace Lifecycle.Silo.Scheduling;

/// <summary>The jobs and what they find their work with; whatever fires them.</summary>
internal static class JobSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<IReviews, Reviews>();
        services.AddSingleton<IEscalations, Escalations>();
        services.AddSingleton<Escalator>();
        services.AddSingleton<ISnapshots, Snapshots>();
        services.AddSingleton<IVerifier, Verifier>();
        services.AddSingleton<ISimulations, Simulations>();
        services.AddSingleton<IJobRuns, JobRuns>();
        services.AddSingleton<JobTurn>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<IJob, ReRate>();
        services.AddSingleton<IJob, Verify>();
        services.AddSingleton<IJob, Snapshot>();
        services.AddSingleton<IJob, Simulate>();
        return services;
    }
}
