namespace Lifecycle.Jobs;

/// <summary>Progress in two numbers as the progress of a run.</summary>
internal sealed class Forward(IProgress<JobProgress> progress) : IProgress<(long Done, long Total)>
{
    public void Report((long Done, long Total) value) => progress.Report(new(value.Done, value.Total));
}
