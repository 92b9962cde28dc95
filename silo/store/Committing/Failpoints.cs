namespace Lifecycle.Store.Committing;

/// <summary>
/// Named places between the steps of a commit, where tests and crash drills may stop it. What one round trip sends
/// together fails together, so these are all the places at which a silo can die with different effect.
/// </summary>
public sealed class Failpoints
{
    /// <summary>Items are taken from the queue; nothing was sent.</summary>
    public const string Taken = "taken";

    /// <summary>Rules, customers and keys are locked, postings are inserted; nothing is decided.</summary>
    public const string Claimed = "claimed";

    /// <summary>Keys that were there before are known as duplicates or conflicts.</summary>
    public const string Verified = "verified";

    /// <summary>Everything is decided; nothing of it was sent.</summary>
    public const string Decided = "decided";

    /// <summary>Everything is written; COMMIT was not sent.</summary>
    public const string Written = "written";

    /// <summary>COMMIT is durable; nobody was told.</summary>
    public const string Committed = "committed";

    /// <summary>The activations are swapped; nobody was told.</summary>
    public const string Published = "published";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [Taken, Claimed, Verified, Decided, Written, Committed, Published];

    /// <summary>What happens at a failpoint; nothing in ordinary life.</summary>
    public Func<string, Task>? Hook { get; set; }

    internal Task Reach(string name) => Hook?.Invoke(name) ?? Task.CompletedTask;
}
