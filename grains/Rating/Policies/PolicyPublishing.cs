namespace Lifecycle.Grains;

/// <summary>When a draft may be published.</summary>
public static class PolicyPublishing
{
    /// <summary>The refusal for a version that nobody wrote, or that is published already where a draft is asked for.</summary>
    public static Refusal Unknown { get; } = new("policy-not-found", "There is no draft of this version.", "version");

    /// <summary>The refusal for a draft that was changed by somebody else.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The draft has changed since it was read.");

    /// <summary>The refusal for a document at fault; the faults say more.</summary>
    public static Refusal Invalid { get; } = new("policy-invalid", "The document is at fault; every fault is named by its place.");

    /// <summary>Why a draft may not be published like this, or null.</summary>
    /// <param name="publisher">Whom four eyes forbid to be the one who wrote it last; null: anybody may publish.</param>
    public static Refusal? Refusal(
        PolicyDraft draft, DateOnly inForceFrom, DateOnly today, IReadOnlyCollection<Policy> published, string? publisher)
    {
        if (inForceFrom < today)
        {
            return new("date-in-past", $"The first day of a policy is {today:yyyy-MM-dd} at the earliest: what was decided under another stays.", "inForceFrom");
        }

        if (inForceFrom > Days.Latest)
        {
            return new("date-out-of-range", $"inForceFrom lies after {Days.Latest:yyyy-MM-dd}.", "inForceFrom");
        }

        if (published.FirstOrDefault(p => p.InForceFrom == inForceFrom && p.Version > draft.Version) is { } later)
        {
            return new("policy-superseded", $"Version {later.Version} begins on that day already, and a higher version wins.", "inForceFrom");
        }

        return publisher == draft.ChangedBy
            ? new("four-eyes-required", "Somebody else than the one who wrote the draft must publish it.")
            : null;
    }

    /// <summary>Where a published version stands: <c>scheduled</c>, <c>inForce</c> or <c>superseded</c>.</summary>
    public static string Status(Policy policy, PolicyBook book, DateOnly today) =>
        book.InForceOn(today) == policy ? "inForce"
        : policy.InForceFrom > today && book.InForceOn(policy.InForceFrom) == policy ? "scheduled"
        : "superseded";
}
