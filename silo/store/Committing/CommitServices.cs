using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Policies;
using Microsoft.Extensions.Logging;

namespace Lifecycle.Store.Committing;

/// <summary>Sizes of the commit machinery.</summary>
public sealed record CommitOptions
{
    /// <summary>How many committers share the customers. More than the machine has cores only make the batches smaller.</summary>
    public int Committers { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>How many commands may wait for each committer; beyond it callers get 503.</summary>
    public int QueueLength { get; init; } = 10_000;

    /// <summary>How many customers are held in memory, over all committers.</summary>
    public int ResidentCustomers { get; init; } = 200_000;

    /// <summary>How many movements a packed state keeps before it compacts.</summary>
    public int CompactionLimit { get; init; } = Compaction.DefaultLimit;
}

/// <summary>What every committer works with.</summary>
internal sealed record CommitServices(
    Database Database, IBusinessClock Clock, PolicyStore Policies, Failpoints Failpoints, AlertHints Hints, CommitOptions Options,
    CommitMetrics Metrics, ILogger Log);
