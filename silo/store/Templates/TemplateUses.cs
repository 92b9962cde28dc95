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

    // Whoever is going through everybody now does it with the words of before.
    private const string GoThroughAgain = "DELETE FROM care_pass WHERE name = ANY($1)";

    // Birthdays are looked at with every run: with this the next one is due at once. It always changes something, so that a run that is
    // just going through them does not take them for done.
    private const string LookAgain = "UPDATE care_plan SET planned_through = least(planned_through, $1) - 1 WHERE occasion = 'birthday'";

    public static async Task<IReadOnlyList<CareRule>> ReadAsync(NpgsqlConnection connection, string template, DateOnly today, CancellationToken ct)
    {
        var occasions = (await CareRuleStore.AllAsync(connection, ct)).Select(stored => stored.Rule).Where(rule => rule.IsOn);
        var campaigns = (await connection.Command(LiveCampaigns).RowsAsync(row => CareRuleJson.Read(row.GetString(1)) with { Campaign = row.GetString(0) }, ct))
            .Where(rule => rule.Days!.Last.AddDays(1) >= today);
        return [.. occasions.Concat(campaigns).Where(rule => rule.Templates().Contains(template))];
    }

    /// <summary>Has everybody decided about again whose message may have failed over the words of before, with the next run.</summary>
    public static async Task DecideAgainAsync(NpgsqlConnection connection, IReadOnlyCollection<CareRule> users, DateOnly today, CancellationToken ct)
    {
        var passes = users.Where(rule => rule.Occasion != Occasions.Birthday).Select(rule => rule.Campaign is { } campaign ? $"campaign/{campaign}" : "daily");
        await connection.Command(GoThroughAgain, (object)passes.Distinct().ToArray()).ExecuteNonQueryAsync(ct);
        if (users.Any(rule => rule.Occasion == Occasions.Birthday))
        {
            await connection.Command(LookAgain, today).ExecuteNonQueryAsync(ct);
        }
    }
}
