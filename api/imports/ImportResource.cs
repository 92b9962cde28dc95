using System.Text.Json.Serialization;

namespace Lifecycle.Api.Imports;

/// <summary>An import, as the interface shows it.</summary>
/// <param name="Kind"><c>customers</c>, <c>postings</c> or <c>evaluations</c>.</param>
/// <param name="Mode"><c>check</c> or <c>commit</c>.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Processed">Rows dealt with so far: accepted, duplicates and rejected together.</param>
/// <param name="Total">Data rows of the file; null until they have been counted.</param>
/// <param name="Accepted">Rows that changed something (would, in a check).</param>
/// <param name="Duplicates">Rows that said what was known.</param>
/// <param name="Rejected">Rows listed in errors.csv.</param>
/// <param name="Error">What is wrong with the file as a whole; nothing of it was taken.</param>
/// <param name="Undo">How far its undoing has come; null: nobody asked for it.</param>
public sealed record ImportResource(
    Guid Id, string Kind, string Mode, string Status, long Processed, long? Total, long Accepted, long Duplicates, long Rejected,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, ImportError? Error, ImportUndo? Undo)
{
    /// <summary>Whether it waits or runs.</summary>
    [JsonIgnore]
    public bool HasNotEnded => Status is ImportStatus.Queued or ImportStatus.Running;

    /// <summary>How far it is on its way there and back; what DELETE does depends on this alone, so it is the ETag.</summary>
    [JsonIgnore]
    public int Stage => (Undo?.Status, Status) switch
    {
        (null, ImportStatus.Queued) => 1,
        (null, ImportStatus.Running) => 2,
        (null, _) => 3,
        (ImportStatus.Queued or ImportStatus.Running, _) => 4,
        (ImportStatus.Failed, _) => 5,
        _ => 6,
    };
}

/// <summary>Why an import failed.</summary>
/// <param name="Code">Stable.</param>
public sealed record ImportError(string Code, string Message);

/// <summary>An import on its way back.</summary>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Processed">Customers done so far.</param>
/// <param name="Total">Customers that the import touched; null until they have been counted.</param>
/// <param name="Error">Why not all of them could be changed; ask again once that is mended.</param>
public sealed record ImportUndo(
    string Status, long Processed, long? Total, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, ImportError? Error);

/// <summary>The words for where an import stands.</summary>
internal static class ImportStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
}
