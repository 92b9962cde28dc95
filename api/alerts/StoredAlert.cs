using Lifecycle.Api.Lists;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Alerts;

/// <summary>An alert beside what belongs to it in other tables.</summary>
internal sealed record StoredAlert(AlertRow Row, string? CustomerName, DecidingRating Rating)
{
    /// <summary>The columns that <see cref="Read"/> takes, from <see cref="Source"/>.</summary>
    public const string Columns = "to_jsonb(a)::text, p.name, r.policy_version, r.class, r.score, r.tier, r.measures";

    /// <summary>Every alert has the rating that it names; the customer's name may be erased.</summary>
    public const string Source = """
        alert a JOIN rating r ON r.customer_id = a.customer_id AND r.version = a.rating_version
            LEFT JOIN customer_person p ON p.customer_id = a.customer_id
        """;

    public static StoredAlert Read(NpgsqlDataReader row) => new(
        AlertRow.Read(row.GetString(0)), row.Text(1),
        new(row.GetInt32(2), row.GetString(3), row.GetInt32(4), row.GetInt16(5), row.GetFieldValue<byte[]>(6)));

    public AlertItem ToItem() => Row.ToItem(CustomerName, Rating);
}
