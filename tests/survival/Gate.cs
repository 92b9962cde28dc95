using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Survival;

/// <summary>Where clients find a silo; while it is closed, they wait for the next one.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource<SiloProcess> current = New();

    public Gate()
    {
    }

    public Gate(SiloProcess silo) => Open(silo);

    public Task<SiloProcess> Silo => current.Task;

    public void Open(SiloProcess silo) => current.SetResult(silo);

    public void Close() => current = New();

    private static TaskCompletionSource<SiloProcess> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
