using System.Globalization;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>What marketing has set, read anew each time: a campaign that is paused stops with the next message.</summary>
/// <remarks>Whether customers are told of their tier is the policy's to say; marketing says how.</remarks>
public sealed class Programmes(PolicyStore policies, IBusinessClock clock)
{
    /// <summary>Campaigns that messages may still be decided for: those that end on the day <see cref="Since"/> or later.</summary>
    internal const string Live = """status IN ('running', 'paused') AND (document #>> '{days,last}') COLLATE "C" >= $1""";

    private const string Rules = $"""
        SELECT document::text, NULL, false FROM care_rule
        UNION ALL
        SELECT document::text, id, status = 'paused' FROM care_campaign WHERE {Live}
        """;

    // Whether what a campaign has sent counts under the cap is asked until the month is over, whatever the time zone.
    private const int DaysKept = 32;

    // By their texts: rules change rarely, and are asked for with every page of messages.
    private volatile Dictionary<string, CareRule> parsed = [];

    /// <summary>The first day that is not long over, as documents write it.</summary>
    internal string Since => clock.Today.AddDays(-DaysKept).ToString("O", CultureInfo.InvariantCulture);

    internal async Task<CareProgramme> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT cap FROM care_setting");
        batch.Add(Rules, Since);
        await using var row = await batch.ExecuteReaderAsync(ct);
        var cap = await row.ReadAsync(ct) ? row.Maybe<int>(0) : CareProgramme.DefaultCap;
        await row.NextResultAsync(ct);

        var (known, found, own) = (parsed, new Dictionary<string, CareRule>(StringComparer.Ordinal), new List<CareRule>());
        while (await row.ReadAsync(ct))
        {
            var text = row.GetString(0);
            var rule = found[text] = known.GetValueOrDefault(text) ?? CareRuleJson.Read(text);
            own.Add(rule with { Campaign = row.Text(1), IsPaused = row.GetBoolean(2) });
        }

        parsed = found;
        var set = own.Select(r => r.Occasion).ToHashSet(StringComparer.Ordinal);
        var tells = policies.Book.InForceOn(clock.Today).Document.Tier.Review.TellsCustomer;
        var rules = own.Concat(CareRules.Known.Where(occasion => !set.Contains(occasion)).Select(CareRules.Default));
        return new([.. rules.Select(r => r.Occasion == Occasions.Tier ? r with { IsOn = r.IsOn && tells } : r)], cap);
    }
}
