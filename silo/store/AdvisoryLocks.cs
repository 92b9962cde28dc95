namespace Lifecycle.Store;

/// <summary>Numbers of the advisory locks. Every lock of the system is named here, so that none means two things.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Shared by every commit, exclusive while a policy is published.</summary>
    public const long Rules = 0x4C43_0001;

    /// <summary>Held while the schema is brought up to date.</summary>
    public const long Schema = 0x4C43_0002;

    /// <summary>Held by the one silo that folds portfolio deltas.</summary>
    public const long Compactor = 0x4C43_0003;

    /// <summary>Held while a policy gets its number.</summary>
    public const long PolicyNumbers = 0x4C43_0004;

    /// <summary>Held while a simulation is written down, so that no more wait than may.</summary>
    public const long SimulationQueue = 0x4C43_0005;

    /// <summary>Exclusive while a version of a template is saved, shared while something is begun that has messages made of it.</summary>
    public const long Templates = 0x4C43_0006;

    /// <summary>The first half of a pair whose second is the hash of a job's name: held while it runs.</summary>
    public const int Jobs = 0x4C43;

    /// <summary>The first half of a pair whose second is the hash of a subject: held while its scorecards are added up.</summary>
    public const int Scorecards = 0x4C44;

    /// <summary>The first half of a pair whose second is the hash of a channel's owner: held while its process sends.</summary>
    public const int Senders = 0x4C46;

    /// <summary>The first half of a pair whose second is the hash of a simulation's id: held while it runs, and while its movers are deleted.</summary>
    public const int Simulations = 0x4C45;
}
