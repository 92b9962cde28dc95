namespace Lifecycle.Grains;

/// <summary>Somebody who may become a customer.</summary>
/// <param name="Name">Null once it is erased.</param>
/// <param name="CustomerId">The customer that it became, or null.</param>
/// <param name="Version">Counts changes, from 1.</param>
public sealed record Prospect(string Id, string? Name, string? CustomerId, long Version)
{
    /// <summary>The refusal for one that is not written down.</summary>
    public static Refusal Unknown { get; } = new("prospect-not-found", "There is no prospect with this id.", "id");

    /// <summary>The refusal for one that became another customer.</summary>
    public static Refusal IsCustomer { get; } = new("prospect-is-customer", "The prospect became another customer already.", "customerId");

    /// <summary>The refusal for a change of another version than the sender has seen.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The prospect has changed since it was read.");
}

/// <summary>How a change ended.</summary>
/// <param name="Prospect">As it is now; null when it was refused.</param>
/// <param name="IsNew">Whether it was written down by this.</param>
public sealed record ProspectChange(Prospect? Prospect, bool IsNew, Refusal? Refusal);

/// <summary>Prospects: an id, and an erasable name.</summary>
public interface IProspects
{
    /// <summary>A prospect, or null.</summary>
    Task<Prospect?> Find(string id, CancellationToken ct);

    /// <summary>Writes a prospect down, or gives it another name. Saying it again changes nothing.</summary>
    /// <param name="seen">The version that the sender has seen, 0 for none; another one refuses the change. Null: any.</param>
    Task<ProspectChange> Put(string id, string name, long? seen, CancellationToken ct);

    /// <summary>Erases the name. The id and what was judged under it stay, so that nobody else is taken for it.</summary>
    Task<ProspectChange> Erase(string id, long? seen, CancellationToken ct);

    /// <summary>The prospect became a customer, who is registered: its cards are the customer's from now on.</summary>
    Task<ProspectChange> Become(string id, string customerId, string actor, CancellationToken ct);

    /// <summary>
    /// Of these customers some may be gone, their import undone: whatever prospect became one of them is a prospect again, and
    /// its cards are its own.
    /// </summary>
    Task Release(IReadOnlyCollection<string> customerIds, CancellationToken ct);
}
