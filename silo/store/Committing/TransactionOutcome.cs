using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Asks the database how a commit without a reply ended.</summary>
internal static class TransactionOutcome
{
    private const int MostTries = 50;

    /// <summary>Whether the transaction was committed.</summary>
    /// <exception cref="OutcomeUnknownException">Nobody can be asked, or the backend still hangs in it.</exception>
    public static async Task<bool> WasCommittedAsync(Database database, string transactionId)
    {
        Exception last = new TimeoutException("The transaction is still in progress.");
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                await using var command = database.Readers.CreateCommand("SELECT pg_xact_status($1::text::xid8)");
                command.Parameters.Add(new() { Value = transactionId });
                if (await command.ExecuteScalarAsync() is string status and not "in progress")
                {
                    return status == "committed";
                }
            }
            catch (Exception e) when (Failures.Classify(e) == FailureKind.Gone)
            {
                last = e;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        throw new OutcomeUnknownException(last);
    }
}
