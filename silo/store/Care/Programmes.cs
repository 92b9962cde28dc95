using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Policies;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>What marketing has set, read anew each time: a campaign that is paused stops with the next message.</summary>
/// <remarks>Whether customers are told of their tier is the policy's to say; marketing says how.</remarks>
public sealed class Programmes(PolicyStore policies, IBusinessClock clock)
{
    private const string Stored = """
        SELECT coalesce((SELECT cap FROM care_setting), CASE WHEN NOT EXISTS (SELECT FROM care_setting) THEN $1 END);
        """;

    private const string Rules = """
        SELECT occasion, NULL, version, document::text, false FROM care_rule
        UNION ALL
        SELECT 'campaign', id, version, document::text, status = 'paused' FROM care_campaign WHERE status IN ('running', 'paused')
        """;

    private volatile Dictionary<(string, string?), (long Version, CareRule Rule)> parsed = [];

    internal async Task<CareProgramme> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Stored, CareProgramme.DefaultCap);
        batch.Add(Rules);
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        int? cap = row.IsDBNull(0) ? null : row.GetInt32(0);
        await row.NextResultAsync(ct);

        var known = parsed;
        var found = new Dictionary<(string, string?), (long Version, CareRule Rule)>();
        while (await row.ReadAsync(ct))
        {
            var (key, version) = ((row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), row.GetInt64(2));
            var rule = known.TryGetValue(key, out var before) && before.Version == version ? before.Rule : CareRuleJson.Read(row.GetString(3));
            found.Add(key, (version, rule with { Campaign = key.Item2, IsPaused = row.GetBoolean(4) }));
        }

        parsed = found;
        var own = found.Values.Select(f => f.Rule).ToList();
        var set = own.Select(r => r.Occasion).ToHashSet(StringComparer.Ordinal);
        var tells = policies.Book.InForceOn(clock.Today).Document.Tier.Review.TellsCustomer;
        var rules = own.Concat(CareRules.Known.Where(occasion => !set.Contains(occasion)).Select(CareRules.Default));
        return new([.. rules.Select(r => r.Occasion == Occasions.Tier ? r with { IsOn = r.IsOn && tells } : r)], cap);
    }
}
