using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Orleans.Concurrency;

namespace Lifecycle.Cluster.Customers;

/// <summary>
/// The shell of a customer: what it is sent goes into the group commit of the silo that it lives in, which decides with the
/// same Decide and Evolve as everywhere. Reentrant, so that what comes during a commit is folded into the next one.
/// </summary>
[Reentrant]
internal sealed class CustomerGrain(Committers committers) : Grain, ICustomerGrain
{
    /// <inheritdoc/>
    public async Task<Immutable<Answered[]>> Submit(Immutable<Asked[]> commands)
    {
        var id = this.GetPrimaryKeyString();
        var verdicts = await Task.WhenAll(Array.ConvertAll(commands.Value, asked => SubmitAsync(id, asked)));
        return new(Array.ConvertAll(verdicts, verdict => new Answered(verdict)));
    }

    /// <summary>Idle for long, or moved to another silo: the memory goes with the activation. What is committed is in the database.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        committers.Forget(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    private Task<Verdict> SubmitAsync(string id, Asked asked)
    {
        var item = new WorkItem(id, asked.Command, asked.Origin) { Reversal = asked.Reversal };
        return (asked.Patiently ? committers.SubmitPatiently(item, CancellationToken.None) : committers.Submit(item)).AsTask();
    }
}
