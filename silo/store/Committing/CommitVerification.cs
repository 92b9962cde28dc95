using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>The second half of step 4: what was not new is a duplicate, a conflict, or meant for an unknown customer.</summary>
internal sealed class CommitVerification(
    NpgsqlConnection connection, CommitClaim claim, List<WorkItem> items, SortedDictionary<string, Slot> slots, Dictionary<WorkItem, Verdict> verdicts)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await VerifyRequestKeysAsync(ct);
        await VerifyPostingsAsync(ct);
        foreach (var item in items.Where(i => i.Reversal is { } target && !claim.InsertedReversals.Contains(target.PostingId)))
        {
            verdicts.TryAdd(item, new(VerdictStatus.Duplicate, null, null));
        }
    }

    private async Task VerifyRequestKeysAsync(CancellationToken ct)
    {
        var repeated = items.Where(i => i.Origin.Idempotency is { } key && !claim.NewRequestKeys.Contains(key.Key)).ToArray();
        if (repeated.Length == 0)
        {
            return;
        }

        var hashes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var command = connection.Command(CommitSql.RequestKeyHashes, (object)Array.ConvertAll(repeated, i => i.Origin.Idempotency!.Key));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            hashes[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
        }

        if (Array.Exists(repeated, i => !hashes.ContainsKey(i.Origin.Idempotency!.Key)))
        {
            throw new KeyVanishedException();
        }

        var reused = Array.FindAll(repeated, i => !hashes[i.Origin.Idempotency!.Key].AsSpan().SequenceEqual(i.Origin.Idempotency.BodyHash));
        if (reused.Length > 0)
        {
            throw new ExcludedException(reused.Contains, new(VerdictStatus.Refused, IdempotencyKeys.Reused, null), "Request keys came with other bodies.");
        }

        // A repetition does nothing at all, and must not have claimed anything: what it says may be overtaken since, by
        // a later judgement of the same day, or by another posting under a key that the first time released.
        throw new ExcludedException(repeated.Contains, new(VerdictStatus.Duplicate, null, null), "Requests came again.")
        {
            VerdictOn = i => new(VerdictStatus.Duplicate, null, RatedCustomer.Of(slots[i.CustomerId].Locked)),
        };
    }

    private async Task VerifyPostingsAsync(CancellationToken ct)
    {
        var absent = items.Where(i => i.Command is AcceptPosting && !claim.InsertedPostings.ContainsKey(i.PostingKey!.Value)).ToArray();
        var unknown = absent.Where(i => !slots[i.CustomerId].State.IsRegistered).ToArray();
        foreach (var item in unknown)
        {
            verdicts[item] = new(VerdictStatus.Refused, Customer.Unknown, null);
        }

        var taken = absent.Except(unknown).ToArray();
        if (taken.Length == 0)
        {
            return;
        }

        var existing = new Dictionary<(string, string), Posting>();
        await using var command = connection.Command(
            CommitSql.ExistingPostings,
            Array.ConvertAll(taken, i => i.PostingKey!.Value.Source),
            Array.ConvertAll(taken, i => i.PostingKey!.Value.ExternalId));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var posting = PostingRow.Read(reader);
            existing[(posting.Source, posting.ExternalId)] = posting;
        }

        foreach (var item in taken)
        {
            var said = ((AcceptPosting)item.Command).Posting;
            if (!existing.TryGetValue((said.Source, said.ExternalId), out var stored))
            {
                throw new KeyVanishedException();
            }

            verdicts.TryAdd(item, said == stored
                ? new(VerdictStatus.Duplicate, null, null)
                : new(VerdictStatus.Refused, Posting.Conflict, null));
        }
    }
}
