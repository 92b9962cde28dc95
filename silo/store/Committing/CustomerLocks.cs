using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Whatever changes a customer, or decides about it, holds its row: facts read after it are the last committed ones.</summary>
internal static class CustomerLocks
{
    /// <summary>Waits for customers, in one order for everybody so that nobody waits crosswise, and holds them until the transaction ends.</summary>
    public static Task HoldAsync(NpgsqlConnection connection, string[] customers, CancellationToken ct) =>
        connection.Command("SELECT FROM customer WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", (object)customers).ExecuteNonQueryAsync(ct);
}
