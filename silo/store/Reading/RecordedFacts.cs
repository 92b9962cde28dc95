using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Everything recorded about customers, each one's in its order.</summary>
internal static class RecordedFacts
{
    /// <summary>What <see cref="Read"/> reads first.</summary>
    public const string Columns = "customer_id, type, payload::text, import_id";

    public const string Of = $"SELECT {Columns} FROM customer_event WHERE customer_id = ANY($1) ORDER BY customer_id, version, number";

    /// <summary>By customer, each one's in the order of the query.</summary>
    public static async Task<ILookup<string, RecordedFact>> ReadAsync(NpgsqlCommand query, CancellationToken ct)
    {
        var facts = new List<(string CustomerId, RecordedFact Fact)>();
        await using var row = await query.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            facts.Add(Read(row));
        }

        return facts.ToLookup(fact => fact.CustomerId, fact => fact.Fact, StringComparer.Ordinal);
    }

    public static (string CustomerId, RecordedFact Fact) Read(NpgsqlDataReader row) => (
        row.GetString(0),
        new(EventCodec.Decode(row.GetString(1), row.GetString(2)), row.Maybe<Guid>(3)));
}
