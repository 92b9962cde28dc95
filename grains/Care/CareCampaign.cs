using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Grains;

/// <summary>A campaign as it stands.</summary>
/// <param name="Status">One of <see cref="CampaignStatus"/>, as stored.</param>
/// <param name="Revision">Counts what was written: changes of the draft alone.</param>
/// <param name="ChangedBy">Who wrote it last.</param>
/// <param name="ApprovedBy">Who approved this very revision; null: nobody.</param>
/// <param name="RehearsedRevision">The revision of the last rehearsal; null: there was none.</param>
public sealed record CareCampaign(
    string Id, string Name, string Status, CareRule Rule, long Revision, string ChangedBy, DateTimeOffset ChangedAt, string? ApprovedBy,
    DateTimeOffset? ApprovedAt, string? LaunchedBy, DateTimeOffset? LaunchedAt, long? RehearsedRevision)
{
    /// <summary>The refusal for a campaign that there is not.</summary>
    public static Refusal Unknown { get; } = new("campaign-not-found", "There is no such campaign.", "id");

    /// <summary>The refusal for one that is written no more.</summary>
    public static Refusal NotDraft { get; } = new("campaign-launched", "The campaign was launched or cancelled; it is written no more.", "id");

    /// <summary>The refusal when somebody was faster.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The campaign, or a template of it, is not what If-Match names.");

    private static readonly Refusal OwnWork = new("four-eyes-required", "Whoever wrote a campaign does not approve it.");
    private static readonly Refusal NotRehearsed = new("campaign-not-rehearsed", "This revision was not rehearsed.", "id");
    private static readonly Refusal NotApproved = new("campaign-not-approved", "Somebody else must approve this revision first.", "id");
    private static readonly Refusal Rehearsing =
        new("campaign-rehearsing", "A rehearsal of the campaign waits or runs; launch it when that has ended, or was cancelled.", "id");

    private static readonly Refusal NotRunning = new("campaign-not-running", "The campaign is not running.", "id");
    private static readonly Refusal IsOver = new("campaign-over", "The campaign's last day is over.", "id");

    /// <summary>The words of its templates that are in force, see <see cref="TemplateWords"/>.</summary>
    public required string Words { get; init; }

    /// <summary>Those of the last rehearsal.</summary>
    public string? RehearsedWords { get; init; }

    /// <summary>Those that were approved.</summary>
    public string? ApprovedWords { get; init; }

    /// <summary>Whether a rehearsal of it waits or runs.</summary>
    public bool IsRehearsing { get; init; }

    /// <summary>Stands for what was written and for the words of its templates: another one, where either is another. Above 0.</summary>
    public long Tag =>
        (BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Revision}\n{Words}"))) & long.MaxValue) | 1;

    /// <summary>Where it stands on a day: a campaign is done when its last day is over everywhere.</summary>
    public string StatusOn(DateOnly today) =>
        Status is CampaignStatus.Running or CampaignStatus.Paused && Rule.Days!.Last.AddDays(1) < today ? CampaignStatus.Done : Status;

    /// <summary>
    /// Whether nobody of the audience is missing. Everybody is gone through again on each day until the last, so what was complete yesterday is not
    /// today; once it is over or was called off nobody is, and the last time counts.
    /// </summary>
    /// <param name="pass">How far going through everybody has come.</param>
    public bool IsPlannedOn(DateOnly today, CarePass? pass) =>
        pass is { IsDone: true } && (pass.Day >= today || StatusOn(today) is CampaignStatus.Done or CampaignStatus.Cancelled);

    /// <summary>Written anew: what was approved was another.</summary>
    public (CareCampaign After, Refusal? Refusal) Write(CampaignDraft draft, string actor, DateTimeOffset now) => Status != CampaignStatus.Draft
        ? (this, NotDraft)
        : (this with
        {
            Name = draft.Name, Rule = draft.Rule, Revision = Revision + 1, ChangedBy = actor, ChangedAt = now, ApprovedBy = null, ApprovedAt = null,
            ApprovedWords = null,
        }, null);

    /// <summary>Approved, by another than who wrote it last: with the words of now, and of the rehearsal where there is one.</summary>
    public (CareCampaign After, Refusal? Refusal) Approve(string actor, DateTimeOffset now)
    {
        var refusal = Status != CampaignStatus.Draft ? NotDraft
            : actor == ChangedBy ? OwnWork
            : RehearsedRevision == Revision && RehearsedWords != Words ? OtherWords(RehearsedWords, "rehearsed")
            : null;
        return refusal is not null || (ApprovedBy == actor && ApprovedWords == Words)
            ? (this, refusal)
            : (this with { ApprovedBy = actor, ApprovedAt = now, ApprovedWords = Words }, null);
    }

    /// <summary>Launched: the next planning takes it up. Said again, it stays as it is.</summary>
    public (CareCampaign After, Refusal? Refusal) Launch(bool needsApproval, string actor, DateOnly today, DateTimeOffset now)
    {
        var refusal = Status == CampaignStatus.Running ? null
            : Status != CampaignStatus.Draft ? NotDraft
            : Rule.Days!.Last < today ? IsOver
            : IsRehearsing ? Rehearsing
            : RehearsedRevision != Revision ? NotRehearsed
            : RehearsedWords != Words ? OtherWords(RehearsedWords, "rehearsed")
            : !needsApproval ? null
            : ApprovedBy is null ? NotApproved
            : ApprovedWords != Words ? OtherWords(ApprovedWords, "approved")
            : null;
        return refusal is not null || Status == CampaignStatus.Running
            ? (this, refusal)
            : (this with { Status = CampaignStatus.Running, LaunchedBy = actor, LaunchedAt = now }, null);
    }

    /// <summary>Paused: nothing leaves for now.</summary>
    public (CareCampaign After, Refusal? Refusal) Pause(DateOnly today) => Turn(CampaignStatus.Paused, today);

    /// <summary>Goes on.</summary>
    public (CareCampaign After, Refusal? Refusal) Resume(DateOnly today) => Turn(CampaignStatus.Running, today);

    /// <summary>Called off, in whatever state; what has left has left.</summary>
    public (CareCampaign After, Refusal? Refusal) Cancel(DateOnly today) =>
        StatusOn(today) == CampaignStatus.Done ? (this, IsOver) : (this with { Status = CampaignStatus.Cancelled }, null);

    private Refusal OtherWords(string? before, string done) =>
        new("campaign-template-changed", $"Templates have changed since it was {done}: {TemplateWords.Changed(before, Words)}.", "id");

    private (CareCampaign After, Refusal? Refusal) Turn(string status, DateOnly today) => StatusOn(today) switch
    {
        CampaignStatus.Running or CampaignStatus.Paused => (this with { Status = status }, null),
        CampaignStatus.Done => (this, IsOver),
        _ => (this, NotRunning),
    };
}

/// <summary>Where campaigns stand.</summary>
public static class CampaignStatus
{
    /// <summary>Being written.</summary>
    public const string Draft = "draft";

    /// <summary>Launched.</summary>
    public const string Running = "running";

    /// <summary>Nothing leaves for now.</summary>
    public const string Paused = "paused";

    /// <summary>Its last day is over. Never stored: days tell.</summary>
    public const string Done = "done";

    /// <summary>Called off.</summary>
    public const string Cancelled = "cancelled";
}
