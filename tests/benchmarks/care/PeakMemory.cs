using Lifecycle.Jobs;

namespace Lifecycle.Benchmarks.Care;

/// <summary>The most memory that this process has while a job goes on, looked at whenever the job says how far it is.</summary>
internal sealed class PeakMemory(long tenth) : IProgress<JobProgress>
{
    public double Megabytes { get; private set; }

    /// <summary>The most until a tenth was done: where memory is flat, it stays about that.</summary>
    public double MegabytesAtTenth { get; private set; }

    public void Report(JobProgress value)
    {
        Megabytes = Math.Max(Megabytes, Environment.WorkingSet / 1e6);
        MegabytesAtTenth = value.Processed <= tenth ? Megabytes : MegabytesAtTenth;
    }
}
