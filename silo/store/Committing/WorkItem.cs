using Lifecycle.Grains;

namespace Lifecycle.Store.Committing;

/// <summary>A submitted command on its way through a commit, and the promise to its caller.</summary>
internal sealed class WorkItem(string customerId, Command command, Origin origin)
{
    private readonly TaskCompletionSource<Verdict> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string CustomerId { get; } = customerId;

    public Command Command { get; } = command;

    public Origin Origin { get; } = origin;

    /// <summary>For a reversal: the row that is reversed, and whether its key becomes free.</summary>
    public ReversalTarget? Reversal { get; init; }

    public Task<Verdict> Answer => answer.Task;

    /// <summary>The posting key that this item touches, if any.</summary>
    public (string Source, string ExternalId)? PostingKey => Command switch
    {
        AcceptPosting accept => (accept.Posting.Source, accept.Posting.ExternalId),
        ReversePosting reverse => (reverse.Posting.Source, reverse.Posting.ExternalId),
        _ => null,
    };

    /// <summary>Whether it must be the only one of its customer in a batch: others depend on what comes of it.</summary>
    public bool IsAlone => Registers || Command is UndoImport;

    /// <summary>How much room it takes in a batch.</summary>
    public int Weight => Command is UndoImport { Postings: { } postings } ? 1 + postings.Count : 1;

    public bool Registers => Command is ChangeProfile { Register: true };

    public void Complete(Verdict verdict) => answer.TrySetResult(verdict);
}

/// <summary>A stored posting that is to be reversed.</summary>
internal sealed record ReversalTarget(long PostingId, bool ReleaseKey);
