namespace Lifecycle.Grains;

/// <summary>Where going through everybody stands.</summary>
/// <param name="Day">The business day it is about.</param>
/// <param name="After">Everybody up to this customer is done.</param>
public sealed record CarePass(DateOnly Day, string After, bool IsDone)
{
    /// <summary>The name of going through everybody for whatever is no campaign and no birthday.</summary>
    public const string Daily = "daily";

    /// <summary>The name of going through everybody for a campaign.</summary>
    public static string Of(string campaign) => $"campaign/{campaign}";
}

/// <summary>What planning reads and writes, and how far it has come.</summary>
public interface ICareBook
{
    /// <summary>What marketing has set, as of now.</summary>
    ValueTask<CareProgramme> Programme(CancellationToken ct);

    /// <summary>The last day for which everything was decided, or null before the first time.</summary>
    ValueTask<DateOnly?> PlannedThrough(string occasion, CancellationToken ct);

    /// <summary>Everything up to a day is decided. Nothing, where that is no longer what it was before: all is to be gone through again.</summary>
    ValueTask SetPlannedThrough(string occasion, DateOnly? before, DateOnly day, CancellationToken ct);

    /// <summary>How far going through everybody under a name has come; null: it never began.</summary>
    ValueTask<CarePass?> Pass(string name, CancellationToken ct);

    /// <summary>Going through everybody for a day begins, or goes on. What is set from here on calls it off.</summary>
    /// <returns>Everybody up to this customer is done.</returns>
    ValueTask<string> BeginPass(string name, DateOnly day, CancellationToken ct);

    /// <summary>Going through everybody has come so far. Nothing, where it was called off meanwhile: rules have changed, and all is to be gone through again.</summary>
    ValueTask SetPass(string name, CarePass pass, CancellationToken ct);

    /// <summary>The customers with a contact whose birthday lies between two days, or close to it, some at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> Birthdays(DateOnly from, DateOnly to, CancellationToken ct);

    /// <summary>All customers after one, in the order of their ids, some at a time.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> Everybody(string after, CancellationToken ct);

    /// <summary>The facts about customers, as committed; who cannot be read or is gone is left out.</summary>
    /// <param name="since">Decisions about days before are of no interest.</param>
    ValueTask<IReadOnlyList<CareFacts>> Read(IReadOnlyCollection<string> customers, DateOnly since, CancellationToken ct);

    /// <summary>
    /// Locks customers, reads what marketing has set and the facts that hold then, asks what to write down, and writes it. Whoever changes a
    /// campaign meanwhile waits, and finds what was written.
    /// </summary>
    ValueTask Decide(
        IReadOnlyCollection<string> customers, DateOnly since, Func<CareProgramme, IReadOnlyCollection<CareFacts>, IEnumerable<CareDecision>> plan,
        CancellationToken ct);
}
