using Lifecycle.Grains;

namespace Lifecycle.Store.Committing;

/// <summary>Reversals come with the key of a posting: its customer is found first.</summary>
internal static class Reversals
{
    /// <summary>Finds the posting and has its reversal submitted to whom it belongs.</summary>
    public static async ValueTask<Verdict> ReverseAsync(
        Database database, string source, string externalId, bool releaseKey, DateOnly today, Func<string, ReversePosting, ReversalTarget, ValueTask<Verdict>> submit)
    {
        try
        {
            return await PostingLookup.FindAsync(database, source, externalId) is { } found
                ? await submit(found.Posting.CustomerId, new(today, found.Posting), new(found.Id, releaseKey))
                : new(VerdictStatus.Refused, new("posting-not-found", "There is no posting with this source and external id.", "externalId"), null);
        }
        catch (Exception e) when (Failures.Classify(e) == FailureKind.Gone)
        {
            return new(VerdictStatus.Unavailable, Failures.Unavailable, null);
        }
    }
}
