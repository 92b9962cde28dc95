using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Steps 1 to 4 of a commit in one round trip: what was locked, and which keys turned out to be new.</summary>
internal sealed class CommitClaim
{
    public int Epoch { get; private set; }

    public HashSet<string> NewRequestKeys { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Source, string ExternalId), long> InsertedPostings { get; } = [];

    public HashSet<long> InsertedReversals { get; } = [];

    public static async Task<CommitClaim> TakeAsync(
        NpgsqlConnection connection, List<WorkItem> items, SortedDictionary<string, Slot> slots, DateTimeOffset now, CancellationToken ct)
    {
        var claim = new CommitClaim();
        await using var batch = new NpgsqlBatch(connection);
        var readers = claim.Fill(batch, items, slots, now);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var read in readers)
        {
            while (await reader.ReadAsync(ct))
            {
                read(reader);
            }

            await reader.NextResultAsync(ct);
        }

        return claim;
    }

    /// <summary>Adds the statements that this batch needs; answers with what reads the result of each that has one.</summary>
    private List<Action<NpgsqlDataReader>> Fill(
        NpgsqlBatch batch, List<WorkItem> items, SortedDictionary<string, Slot> slots, DateTimeOffset now)
    {
        var readers = new List<Action<NpgsqlDataReader>>();

        batch.Add(CommitSql.LockRules, AdvisoryLocks.Rules);
        readers.Add(_ => { });
        batch.Add(CommitSql.ReadEpoch);
        readers.Add(row => Epoch = row.GetInt32(0));

        var registering = slots.Values.Where(s => s.Items.Any(i => i.Registers)).Select(s => s.Id).ToArray();
        if (registering.Length > 0)
        {
            batch.Add(CommitSql.Stubs, (object)registering);
        }

        batch.Add(CommitSql.LockCustomers, slots.Keys.ToArray(), slots.Values.Select(s => s.HeldVersion).ToArray());
        readers.Add(row => Adopt(slots[row.GetString(0)], row));

        var requests = items.Select(i => i.Origin.Idempotency).OfType<IdempotencyKey>().OrderBy(k => k.Key, StringComparer.Ordinal).ToArray();
        if (requests.Length > 0)
        {
            batch.Add(CommitSql.RequestKeys, requests.Select(k => k.Key).ToArray(), requests.Select(k => k.BodyHash).ToArray());
            readers.Add(row => NewRequestKeys.Add(row.GetString(0)));
        }

        AddPostings(batch, readers, items, slots, now);
        AddReversals(batch, readers, items, now);
        CommitUndo.AddReads(batch, readers, items, slots, now);

        var changing = slots.Values.Where(s => s.Items.Any(i => i.Command is ChangeProfile or UndoImport)).Select(s => s.Id).ToArray();
        if (changing.Length > 0)
        {
            batch.Add(CommitSql.Persons, (object)changing);
            readers.Add(row => slots[row.GetString(0)].Person = new(row.GetString(1), EventCodec.DecodeContacts(row.GetString(2)))
            {
                LastContactId = row.GetInt32(3),
            });
        }

        return readers;
    }

    private void AddPostings(
        NpgsqlBatch batch, List<Action<NpgsqlDataReader>> readers, List<WorkItem> items, SortedDictionary<string, Slot> slots, DateTimeOffset now)
    {
        var accepting = items.Where(i => i.Command is AcceptPosting).ToArray();
        if (accepting.Length == 0)
        {
            return;
        }

        // Ordered by key, so that two committers never wait for each other crosswise.
        Array.Sort(accepting, (a, b) => CompareKeys(((AcceptPosting)a.Command).Posting, ((AcceptPosting)b.Command).Posting));
        var postings = Array.ConvertAll(accepting, i => ((AcceptPosting)i.Command).Posting);
        batch.Add(
            CommitSql.Postings,
            Array.ConvertAll(postings, p => p.CustomerId),
            Array.ConvertAll(postings, p => p.Source),
            Array.ConvertAll(postings, p => p.ExternalId),
            Array.ConvertAll(postings, p => (short)p.Kind),
            Array.ConvertAll(postings, p => p.Cents),
            Array.ConvertAll(postings, p => p.OccurredOn),
            Array.ConvertAll(postings, p => p.DueOn),
            now,
            Array.ConvertAll(accepting, i => i.Origin.ImportId),
            Array.ConvertAll(accepting, i => slots[i.CustomerId].IsDoubted));
        readers.Add(row => InsertedPostings.Add((row.GetString(1), row.GetString(2)), row.GetInt64(0)));
    }

    private void AddReversals(NpgsqlBatch batch, List<Action<NpgsqlDataReader>> readers, List<WorkItem> items, DateTimeOffset now)
    {
        var reversing = items.Where(i => i.Reversal is not null).OrderBy(i => i.Reversal!.PostingId).ToArray();
        if (reversing.Length == 0)
        {
            return;
        }

        batch.Add(
            CommitSql.Reversals,
            Array.ConvertAll(reversing, i => i.CustomerId),
            Array.ConvertAll(reversing, i => i.Reversal!.PostingId),
            now,
            Array.ConvertAll(reversing, i => i.Origin.Actor));
        readers.Add(row => InsertedReversals.Add(row.GetInt64(0)));
    }

    private static void Adopt(Slot slot, NpgsqlDataReader row)
    {
        var version = row.GetInt64(1);
        if (version == 0 || row.IsDBNull(2))
        {
            return;
        }

        try
        {
            // Negative: a customer that is gone, whose versions go on when it comes back.
            slot.Locked = slot.State = PackedState.Unpack(slot.Id, Math.Abs(version), row.GetFieldValue<byte[]>(2));
        }
        catch (InvalidDataException e)
        {
            throw new ExcludedException(i => i.CustomerId == slot.Id, new(VerdictStatus.Refused, Customer.Quarantined, null), e.Message, e)
            {
                UnreadableCustomer = slot.Id,
            };
        }
    }

    private static int CompareKeys(Posting left, Posting right)
    {
        var bySource = string.CompareOrdinal(left.Source, right.Source);
        return bySource != 0 ? bySource : string.CompareOrdinal(left.ExternalId, right.ExternalId);
    }
}
