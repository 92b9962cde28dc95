using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Templates;

/// <summary>Whose messages are made of a template: occasions that are on, and campaigns that were approved or launched and are not over.</summary>
internal static class TemplateUses
{
    private const string LiveCampaigns = """
        SELECT id, document::text FROM care_campaign WHERE status IN ('running', 'paused') OR (status = 'draft' AND approved_by IS NOT NULL) ORDER BY id
        """;

    public static async Task<IReadOnlyList<CareRule>> ReadAsync(NpgsqlConnection connection, string template, DateOnly today, CancellationToken ct)
    {
        var occasions = (await CareRuleStore.AllAsync(connection, ct)).Select(stored => stored.Rule).Where(rule => rule.IsOn);
        var campaigns = (await connection.Command(LiveCampaigns).RowsAsync(row => CareRuleJson.Read(row.GetString(1)) with { Campaign = row.GetString(0) }, ct))
            .Where(rule => rule.Days!.Last.AddDays(1) >= today);
        return [.. occasions.Concat(campaigns).Where(rule => rule.Templates().Contains(template))];
    }
}
