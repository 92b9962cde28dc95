using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Complaints;
using Lifecycle.Store.Tiers;

namespace Lifecycle.Store.Committing;

/// <summary>One customer in one commit attempt: what was held, what was locked, what is decided.</summary>
internal sealed class Slot(string id, CustomerState? held, bool isDoubted)
{
    public string Id { get; } = id;

    /// <summary>The version we hold in memory; −1 when none.</summary>
    public long HeldVersion { get; } = held?.Version ?? -1;

    /// <summary>Whether it may be nobody's id, so that its postings are inserted only after a look.</summary>
    public bool IsDoubted { get; } = isDoubted;

    public List<WorkItem> Items { get; } = [];

    /// <summary>As locked; unregistered when there is no row.</summary>
    public CustomerState Locked { get; set; } = held ?? new CustomerState(id);

    /// <summary>As decided so far; the new activation after the commit.</summary>
    public CustomerState State { get; set; } = held ?? new CustomerState(id);

    /// <summary>The first day whose rating this commit may change; null: none.</summary>
    public DateOnly? ChangesSince { get; set; }

    public Person? Person { get; set; }

    public bool PersonChanged { get; set; }

    public bool ProfileChanged { get; set; }

    /// <summary>Whether the row is written at all.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The rating to store, when it tells something new.</summary>
    public Rating? NewRating { get; set; }

    /// <summary>What is recorded about the customer, where an import is undone.</summary>
    public List<RecordedFact> Recorded { get; } = [];

    /// <summary>Postings that this commit reverses because their import is undone.</summary>
    public List<(long Id, Posting Posting)> Undone { get; } = [];

    /// <summary>What imports changed about people, as far as this commit has read or changed it.</summary>
    public Dictionary<Guid, PersonImage> Images { get; } = [];

    /// <summary>Those of <see cref="Images"/> that this commit writes.</summary>
    public HashSet<Guid> NewImages { get; } = [];

    /// <summary>The imports whose stored images this commit drops.</summary>
    public HashSet<Guid> OldImages { get; } = [];

    /// <summary>Stored events of this commit: type, payload, and who asked.</summary>
    public List<(string Type, string Payload, Origin Origin)> Events { get; } = [];

    /// <summary>Proposals of tiers that this commit opens, moves or ends, by their numbers.</summary>
    public Dictionary<long, ProposalRow> Proposals { get; } = [];

    /// <summary>Complaints that this commit receives or changes, by their ids.</summary>
    public Dictionary<Guid, ComplaintRow> Complaints { get; } = [];

    /// <summary>What people wrote beside <see cref="Events"/> about complaints.</summary>
    public List<ComplaintNote> ComplaintNotes { get; } = [];

    /// <summary>Changes of alerts in their order: what was decided about them, and at the end what the rating made of them.</summary>
    public List<AlertRow> Alerted { get; } = [];
}
