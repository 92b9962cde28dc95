namespace Lifecycle.Grains;

/// <summary>Campaigns.</summary>
public interface ICampaigns
{
    /// <summary>A campaign, or null.</summary>
    Task<CareCampaign?> Find(string id, CancellationToken ct);

    /// <summary>Campaigns before one, newest first; null: from the newest.</summary>
    Task<IReadOnlyList<CareCampaign>> Before(string? id, int most, CancellationToken ct);

    /// <summary>Writes a draft down; one with this id stays as it is. Answers what is there then.</summary>
    Task<CareCampaign> Create(string id, CampaignDraft draft, string actor, CancellationToken ct);

    /// <summary>Takes a step on a campaign, under its lock; meanwhile no template changes.</summary>
    /// <param name="seen">The <see cref="CareCampaign.Tag"/> that the sender has seen; null: any.</param>
    /// <param name="step">What becomes of it, or why not.</param>
    Task<(CareCampaign? After, Refusal? Refusal)> Step(
        string id, long? seen, Func<CareCampaign, (CareCampaign After, Refusal? Refusal)> step, CancellationToken ct);

    /// <summary>What was held while it was paused is due again. Said again, it changes nothing.</summary>
    Task Wake(string id, CancellationToken ct);

    /// <summary>What still waits is cancelled. Said again, it changes nothing.</summary>
    Task CallOff(string id, DateTimeOffset now, CancellationToken ct);
}

/// <summary>The last rehearsal of a campaign.</summary>
/// <param name="Revision">Of the campaign, as it was rehearsed.</param>
/// <param name="Words">Of its templates, see <see cref="TemplateWords"/>; null: nobody wrote them down.</param>
/// <param name="AsOf">The moment that decisions were taken as of.</param>
public sealed record Rehearsal(Guid Attempt, long Revision, string? Words, DateTimeOffset AsOf, DateTimeOffset MadeAt);

/// <summary>Rehearsals: what a campaign would decide. They touch nothing that lives.</summary>
public interface IRehearsals
{
    /// <summary>The job that rehearses.</summary>
    const string Job = "rehearse";

    /// <summary>The last rehearsal that came to its end, or null.</summary>
    Task<Rehearsal?> Find(string campaignId, CancellationToken ct);

    /// <summary>An attempt begins: one that began earlier and is still alive comes to nothing.</summary>
    Task Begin(string campaignId, Guid attempt, CancellationToken ct);

    /// <summary>Writes some decisions of an attempt down.</summary>
    Task Add(string campaignId, Guid attempt, IReadOnlyCollection<CareDecision> decisions, CancellationToken ct);

    /// <summary>
    /// The attempt is the campaign's rehearsal from now on; what others left is deleted. False, and nothing, where a later one has begun or
    /// the campaign is a draft no more.
    /// </summary>
    Task<bool> Finish(string campaignId, Rehearsal rehearsal, CancellationToken ct);

    /// <summary>Forgets what an attempt has written.</summary>
    Task Discard(string campaignId, Guid attempt, CancellationToken ct);
}
