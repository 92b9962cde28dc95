using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Lifecycle.Store.Reading;

/// <summary>
/// Threads for long computations that nobody's posting should wait for: one per core, behind everybody else's where the
/// system lets a thread be nice. Alone on the machine they are as fast as any.
/// </summary>
internal sealed class QuietThreads : TaskScheduler, IDisposable
{
    // Of a core that somebody else wants as well, a tenth is left.
    private const int Nicer = 10;

    private readonly BlockingCollection<Task> tasks = [];

    public QuietThreads()
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            new Thread(Run) { IsBackground = true, Name = "Lifecycle quiet" }.Start();
        }
    }

    /// <summary>Does something with everything that comes, on all cores.</summary>
    public static async Task ForEachAsync<T>(IAsyncEnumerable<T> source, Action<T> body, CancellationToken ct)
    {
        using var quiet = new QuietThreads();
        await Parallel.ForEachAsync(source, new ParallelOptions { TaskScheduler = quiet, CancellationToken = ct }, (item, _) =>
        {
            body(item);
            return ValueTask.CompletedTask;
        });
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>The threads end with the last task.</summary>
    public void Dispose() => tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => tasks;

    private void Run()
    {
        if (OperatingSystem.IsLinux())
        {
            // Of the calling thread alone; the runtime's own priorities do nothing here.
            _ = SetPriority(which: 0, who: 0, GetPriority(which: 0, who: 0) + Nicer);
        }

        foreach (var task in tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }

    [DllImport("libc", EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, uint who);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
