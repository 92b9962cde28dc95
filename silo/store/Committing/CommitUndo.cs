using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>The part that undoing an import has in a commit: what the import left, read and reversed under the customers' locks.</summary>
internal static class CommitUndo
{
    // A customer's postings lie together: no index leads to those of an import, for it would cost every posting. Keys are
    // given back also where somebody else has reversed: whoever undoes an import means to send it again.
    private const string Reverse = """
        WITH taken AS (
            SELECT p.*, u.actor FROM unnest($1::text[], $2::uuid[], $3::text[]) AS u(customer_id, import_id, actor)
            CROSS JOIN LATERAL (
                SELECT p.id, p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on, p.import_id FROM posting p
                WHERE p.customer_id = u.customer_id AND p.import_id = u.import_id AND NOT p.released ORDER BY p.id LIMIT $5) AS p),
        freed AS (
            UPDATE posting p SET released = true FROM taken t WHERE p.customer_id = t.customer_id AND p.id = t.id),
        reversed AS (
            INSERT INTO reversal (customer_id, posting_id, recorded_at, actor) SELECT customer_id, id, $4, actor FROM taken
            ON CONFLICT DO NOTHING RETURNING posting_id)
        SELECT t.source, t.external_id, t.customer_id, t.kind, t.cents, t.occurred_on, t.due_on, t.id, t.import_id
        FROM reversed r JOIN taken t ON t.id = r.posting_id
        """;

    private const string Recorded = """
        SELECT customer_id, type, payload::text, import_id FROM customer_event WHERE customer_id = ANY($1) ORDER BY customer_id, version, number
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

        var customers = Array.ConvertAll(undoing, i => i.CustomerId);
        batch.Add(Reverse, customers, Array.ConvertAll(undoing, i => ((UndoImport)i.Command).Import), Array.ConvertAll(undoing, i => i.Origin.Actor), now, UndoImport.MostPostings);
        readers.Add(row => slots[row.GetString(2)].Undo.Add((row.GetGuid(8), row.GetInt64(7), PostingRow.Read(row))));

        foreach (var customer in customers)
        {
            slots[customer].Recorded = [];
        }

        batch.Add(Recorded, (object)customers);
        readers.Add(row => slots[row.GetString(0)].Recorded!.Add(
            new(EventCodec.Decode(row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : row.GetGuid(3))));

        PersonImages.AddReads(batch, readers, customers, slots);
    }

    /// <summary>What the import left with the customer of the slot, as the batch has come so far.</summary>
    public static ImportTrace? TraceOf(Slot slot, Command command) => command is UndoImport { Import: var import }
        ? new(
            [.. slot.Undo.Where(u => u.Import == import).Select(u => u.Posting)],
            [.. slot.Recorded!],
            slot.Images.GetValueOrDefault(import))
        : null;}
