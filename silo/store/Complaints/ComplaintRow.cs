using Lifecycle.Grains;

namespace Lifecycle.Store.Complaints;

/// <summary>A complaint on its way into the table, as a commit leaves it.</summary>
/// <param name="Received">How it came in, where this commit received it; null: it is there already.</param>
/// <param name="RequestKey">Of the request that received it.</param>
/// <param name="Events">How many happened to it in this commit.</param>
/// <param name="IsSolvedNow">Whether this commit solved it.</param>
internal sealed record ComplaintRow(
    string CustomerId, Complaint Complaint, ComplaintReceived? Received, string? RequestKey, int Events, bool IsSolvedNow)
{
    /// <summary>What an event makes of a complaint.</summary>
    /// <param name="customer">As it was when the event happened to it.</param>
    /// <param name="soFar">What this commit has made of the complaint before; null: nothing.</param>
    public static ComplaintRow Of(CustomerState customer, ComplaintEvent happened, Origin origin, ComplaintRow? soFar) =>
        happened is ComplaintReceived received
            ? new(customer.Id, received.Complaint, received, origin.Idempotency?.Key, Events: 1, IsSolvedNow: false)
            : new(
                customer.Id, customer.Complaints.Find(happened.Id)!.After(happened), soFar?.Received, soFar?.RequestKey,
                (soFar?.Events ?? 0) + 1, happened is ComplaintSolved || soFar?.IsSolvedNow == true);
}

/// <summary>What people wrote beside an event, on its way into the erasable table.</summary>
/// <param name="Number">Of the event in its commit.</param>
internal sealed record ComplaintNote(int Number, string Note);
