using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Care.Campaigns;

/// <summary>A campaign.</summary>
/// <param name="Status">draft, running, paused, done or cancelled.</param>
/// <param name="Revision">Counts what was written. The ETag stands for it and for the words of the templates.</param>
/// <param name="ApprovedBy">Who approved this revision.</param>
/// <param name="RehearsedRevision">The revision of the last rehearsal.</param>
public sealed record CampaignItem(
    string Id, string Name, string Status, long Revision, string ChangedBy, DateTimeOffset ChangedAt, string? ApprovedBy, DateTimeOffset? ApprovedAt,
    string? LaunchedBy, DateTimeOffset? LaunchedAt, long? RehearsedRevision)
{
    internal static CampaignItem Of(CareCampaign campaign, DateOnly today) => new(
        campaign.Id, campaign.Name, campaign.StatusOn(today), campaign.Revision, campaign.ChangedBy, campaign.ChangedAt, campaign.ApprovedBy,
        campaign.ApprovedAt, campaign.LaunchedBy, campaign.LaunchedAt, campaign.RehearsedRevision);
}

/// <summary>A campaign with what was decided so far.</summary>
/// <param name="Rule">What was written.</param>
/// <param name="IsPlanned">
/// Whether everybody was gone through since it was launched, and today; of one that is done or cancelled, when last anybody was: then nobody of the audience is missing.
/// </param>
/// <param name="Audience">How many messages were decided about: one for each contact and channel.</param>
/// <param name="Decisions">By outcome, reason and variant; they add up to <paramref name="Audience"/>.</param>
public sealed record CampaignResource(CampaignItem Campaign, RuleResource Rule, bool IsPlanned, long Audience, IReadOnlyList<OutcomeCount> Decisions);

/// <summary>Decisions that say the same.</summary>
/// <param name="Variant">A or B; null: there is one text.</param>
public sealed record OutcomeCount(string Outcome, string? Reason, string? Variant, long Count)
{
    internal static async Task<IReadOnlyList<OutcomeCount>> ReadAsync(NpgsqlDataSource database, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        var counts = new List<OutcomeCount>();
        while (await row.ReadAsync(ct))
        {
            counts.Add(new(
                row.GetString(0), row.Text(1), row.Text(2), row.GetInt64(3)));
        }

        return counts;
    }
}
