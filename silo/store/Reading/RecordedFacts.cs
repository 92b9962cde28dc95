using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Everything recorded about customers, each one's in its order.</summary>
internal static class RecordedFacts
{
    public const string Of = """
        SELECT customer_id, type, payload::text, import_id FROM customer_event WHERE customer_id = ANY($1) ORDER BY customer_id, version, number
        """;

    public static (string CustomerId, RecordedFact Fact) Read(NpgsqlDataReader row) => (
        row.GetString(0),
        new(EventCodec.Decode(row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : row.GetGuid(3)));
}
