using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>Who is judged, by now.</summary>
internal static class Subjects
{
    /// <summary>Whether a customer is registered. One whose import was undone is not.</summary>
    /// <param name="hold">Whether they must stay so until the transaction ends; no commit of theirs goes on meanwhile.</param>
    public static async Task<bool> IsRegisteredAsync(NpgsqlConnection connection, string customerId, bool hold, CancellationToken ct) =>
        await connection.Command($"SELECT 1 FROM customer WHERE id = $1 AND version > 0{(hold ? " FOR SHARE" : "")}", customerId).ExecuteScalarAsync(ct) is not null;

    /// <summary>Who a subject is by now; null: nobody known. A link to a customer that is gone is none.</summary>
    /// <param name="hold">Whether a prospect must stay what it is until the transaction ends.</param>
    public static async Task<CardSubject?> ResolveAsync(NpgsqlConnection connection, CardSubject subject, bool hold, CancellationToken ct)
    {
        if (subject.Kind == SubjectKind.Customer)
        {
            return await IsRegisteredAsync(connection, subject.Id, hold: false, ct) ? subject : null;
        }

        // Not by a join: whoever waited for the lock would see the new link beside the old customer.
        return await connection.Command($"SELECT customer_id FROM prospect WHERE id = $1{(hold ? " FOR SHARE" : "")}", subject.Id).ExecuteScalarAsync(ct) switch
        {
            null => null,
            string customer when await IsRegisteredAsync(connection, customer, hold: false, ct) => new(SubjectKind.Customer, customer),
            _ => subject,
        };
    }
}
