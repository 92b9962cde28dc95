using Lifecycle.Tests.Silo;

namespace Lifecycle.Tests.Store;

/// <summary>Holds the first to come until it is released; lets everybody else pass.</summary>
internal sealed class Held
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int came;

    public Task Reached => reached.Task.WaitAsync(Machine.Guard);

    public void Release() => released.TrySetResult();

    public Task HoldOnceAsync()
    {
        if (Interlocked.Increment(ref came) > 1)
        {
            return Task.CompletedTask;
        }

        reached.TrySetResult();
        return released.Task;
    }
}
