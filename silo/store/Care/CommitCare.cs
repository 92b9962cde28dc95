using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>The part that care has in a commit: earlier decisions read under the customers' locks, new ones written with the rest.</summary>
internal static class CommitCare
{
    // An occurrence never lies before its year, so whatever a plan may touch lies after the first of January.
    private const string Decided = $"""
        SELECT {CareRows.Columns} FROM care_decision d LEFT JOIN message m ON m.key = d.message_key
        WHERE d.customer_id = ANY($1) AND d.occurs_on >= $2
        """;

    public static void AddReads(NpgsqlBatch batch, List<Action<NpgsqlDataReader>> readers, SortedDictionary<string, Slot> slots)
    {
        var deciding = slots.Values.SelectMany(s => s.Items).Where(i => i.Command is DecideCare).ToArray();
        if (deciding.Length > 0)
        {
            batch.Add(
                Decided,
                deciding.Select(i => i.CustomerId).Distinct().ToArray(),
                new DateOnly(deciding.Min(i => ((DecideCare)i.Command).From.Year), 1, 1));
            readers.Add(row =>
            {
                var decision = CareRows.Read(row);
                slots[decision.Key.CustomerId].Care[decision.Key] = decision;
            });
        }
    }

    public static List<(NpgsqlBatchCommand Command, int Rows)> AddWrites(NpgsqlBatch batch, IEnumerable<Slot> slots, DateTimeOffset now) =>
        CareRows.Save(batch, [.. slots.SelectMany(s => s.NewCare.Select(key => s.Care[key]))], now);
}
