using System.Text.Json.Serialization;

namespace Lifecycle.Grains;

/// <summary>Something happened to a complaint.</summary>
/// <param name="Id">The complaint.</param>
public abstract record ComplaintEvent(Guid Id) : CustomerEvent
{
    /// <summary>What people wrote. It may name somebody: it is kept apart, and null when the event is read back.</summary>
    [JsonIgnore]
    public string? Note { get; init; }
}

/// <summary>A customer complains.</summary>
/// <param name="Category">What about, in a word of the company.</param>
/// <param name="On">The day on which it was received.</param>
/// <param name="DueOn">The last day on which it is solved in time.</param>
public sealed record ComplaintReceived(Guid Id, string Category, DateOnly On, DateOnly DueOn) : ComplaintEvent(Id)
{
    /// <summary>As it begins.</summary>
    [JsonIgnore]
    public Complaint Complaint => new(Id, DueOn, ComplaintStatus.Received, Assignee: null, Reopened: 0);
}

/// <summary>Somebody takes care of it from now on.</summary>
public sealed record ComplaintAssigned(Guid Id, string Assignee) : ComplaintEvent(Id);

/// <summary>It is solved.</summary>
public sealed record ComplaintSolved(Guid Id) : ComplaintEvent(Id);

/// <summary>The customer says that it is solved.</summary>
public sealed record ComplaintConfirmed(Guid Id) : ComplaintEvent(Id);

/// <summary>It is not solved after all.</summary>
public sealed record ComplaintReopened(Guid Id) : ComplaintEvent(Id);
