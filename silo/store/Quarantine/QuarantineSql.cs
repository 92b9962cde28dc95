namespace Lifecycle.Store.Quarantine;

/// <summary>The statements that put a customer back. Locks in the order of every commit: customers, then request keys.</summary>
internal static class QuarantineSql
{
    // A negative version is a customer that is gone.
    public const string Lock = "SELECT version FROM customer WHERE id = $1 FOR NO KEY UPDATE";

    public const string IsThere = "SELECT EXISTS (SELECT FROM quarantine WHERE customer_id = $1)";

    // Every rating that differs in more than its day is stored: the last one tells the version of the standing.
    public const string PolicyVersion = "SELECT policy_version FROM rating WHERE customer_id = $1 ORDER BY version DESC LIMIT 1";

    public const string Replace = "UPDATE customer SET packed = $2 WHERE id = $1";

    public const string Remove = "DELETE FROM quarantine WHERE customer_id = $1";
}
