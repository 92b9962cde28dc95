using Lifecycle.Grains;

namespace Lifecycle.Silo.Scheduling;

/// <summary>A schedule that keeps in its store when it looks at a job next.</summary>
internal interface IKeptSchedule : ISchedule
{
    /// <summary>
    /// Has those jobs looked at now, and every minute from now on, whose next look is further away than it can be: it was set by a clock
    /// that stood ahead. Harmless in however many silos and however often it is done.
    /// </summary>
    /// <param name="evenSo">All of them: the scheduler of this silo may itself wait for such a time.</param>
    Task SetRightAsync(bool evenSo, CancellationToken ct);
}
