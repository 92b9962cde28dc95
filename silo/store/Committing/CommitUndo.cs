using Lifecycle.Grains;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>The part that undoing an import has in a commit: what the import left, read and reversed under the customers' locks.</summary>
internal static class CommitUndo
{
    // A customer's postings lie together, in the order of their ids: no index leads to those of an import, for it would cost
    // every posting. Keys are given back also where somebody else has reversed: whoever undoes an import means to send it again.
    private const string Reverse = """
        WITH taken AS MATERIALIZED (
            SELECT p.id, p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on, u.actor,
                EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id) AS is_reversed
            FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[]) AS u(customer_id, import_id, first, last, actor)
            JOIN posting p ON p.customer_id = u.customer_id AND p.id BETWEEN u.first AND u.last
            WHERE p.import_id = u.import_id AND NOT p.released),
        freed AS (
            UPDATE posting p SET released = true FROM taken t WHERE p.customer_id = t.customer_id AND p.id = t.id),
        reversed AS (
            INSERT INTO reversal (customer_id, posting_id, recorded_at, actor)
            SELECT customer_id, id, $6, actor FROM taken WHERE NOT is_reversed)
        SELECT source, external_id, customer_id, kind, cents, occurred_on, due_on, id FROM taken WHERE NOT is_reversed
        """;

    /// <summary>Adds what reads, and reverses, what the imports left.</summary>
    public static void AddReads(
        NpgsqlBatch batch, List<Action<NpgsqlDataReader>> readers, List<WorkItem> items, SortedDictionary<string, Slot> slots, DateTimeOffset now)
    {
        var undoing = items.Where(i => i.Command is UndoImport).ToArray();
        if (undoing.Length == 0)
        {
            return;
        }

        var ranged = Array.FindAll(undoing, i => RangeOf(i) is not null);
        if (ranged.Length > 0)
        {
            batch.Add(
                Reverse,
                Array.ConvertAll(ranged, i => i.CustomerId),
                Array.ConvertAll(ranged, i => ((UndoImport)i.Command).Import),
                Array.ConvertAll(ranged, i => RangeOf(i)!.First),
                Array.ConvertAll(ranged, i => RangeOf(i)!.Last),
                Array.ConvertAll(ranged, i => i.Origin.Actor),
                now);
            readers.Add(row => slots[row.GetString(2)].Undone.Add((row.GetInt64(7), PostingRow.Read(row))));
        }

        var customers = Array.ConvertAll(undoing, i => i.CustomerId);
        batch.Add(RecordedFacts.Of, (object)customers);
        readers.Add(row =>
        {
            var (customer, fact) = RecordedFacts.Read(row);
            slots[customer].Recorded.Add(fact);
        });

        PersonImages.AddReads(batch, readers, customers, slots);
    }

    /// <summary>What the import left with the customer of the slot, for the one command that asks.</summary>
    public static ImportTrace? TraceOf(Slot slot, Command command) => command is UndoImport { Import: var import }
        ? new([.. slot.Undone.Select(u => u.Posting)], [.. slot.Recorded], slot.Images.GetValueOrDefault(import))
        : null;

    private static PostingRange? RangeOf(WorkItem item) => ((UndoImport)item.Command).Postings;
}
