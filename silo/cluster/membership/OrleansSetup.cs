using Lifecycle.Cluster.Care;
using Lifecycle.Cluster.Schema;
using Orleans.Configuration;

namespace Lifecycle.Cluster.Membership;

/// <summary>This silo as a member of the cluster of its database.</summary>
internal static class OrleansSetup
{
    // One database is one cluster: its name need not tell it from others.
    private const string Name = "lifecycle";
    private const string Invariant = "Npgsql";

    // Three probes missed in a row are a vote, and two silos must vote, or the one that is left.
    private const int Probes = 3;
    private const int JoinPatience = 4;

    // In the time after which an idle customer leaves, it is looked for idle ones so often.
    private const int Collections = 5;

    // As long as a commit may wait for a database that hangs, and its queue before it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static void AddOrleans(this WebApplicationBuilder builder, MembershipSettings settings, string connectionString)
    {
        var own = ClusterSchema.Connection(connectionString);

        // While a silo is gone and not yet dead, these warn several times a second; the membership says it once.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft.Orleans", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.GrainDirectory", LogLevel.Error).AddFilter("Orleans.Runtime.Messaging", LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Name, Name));
            silo.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = settings.Endpoint.Address;
                options.SiloPort = settings.Endpoint.Port;
                options.GatewayPort = 0; // no clients: interface and jobs are in every silo
            });
            silo.Configure<ClusterMembershipOptions>(options => Configure(options, settings.DeadAfter));
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = options.SystemResponseTimeout = Patience);
            silo.Configure<GrainCollectionOptions>(options =>
            {
                // Their states are bounded by the committers; what is left of each is small, but there may be millions.
                options.CollectionAge = settings.Idle;
                options.CollectionQuantum = settings.Idle / Collections;
                options.EnableActivationSheddingOnMemoryPressure = true;
            });
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, own));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, own));
            silo.AddAdoNetGrainStorage(CareAlarmGrain.Storage, options => (options.Invariant, options.ConnectionString) = (Invariant, own));
        });
    }

    private static void Configure(ClusterMembershipOptions options, TimeSpan deadAfter)
    {
        options.ProbeTimeout = options.MaxProbeTimeout = deadAfter / (Probes + 1);
        options.NumMissedProbesLimit = Probes;
        options.TableRefreshTimeout = deadAfter;
        options.IAmAliveTablePublishTimeout = deadAfter / Probes;

        // By then whoever died before this one started has been found out.
        options.MaxJoinAttemptTime = deadAfter * JoinPatience;
    }
}
