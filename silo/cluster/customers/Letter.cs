using Lifecycle.Cluster.Messages;
using Lifecycle.Grains;

namespace Lifecycle.Cluster.Customers;

/// <summary>A command on its way to its grain, and the promise to its caller.</summary>
internal sealed class Letter(Asked asked)
{
    private readonly TaskCompletionSource<Verdict> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Asked Asked => asked;

    public Task<Verdict> Answer => answer.Task;

    public void Complete(Verdict verdict) => answer.TrySetResult(verdict);
}
