using System.Text.Json;
using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Complaints;
using Lifecycle.Store.Past;
using Lifecycle.Store.Tiers;
using Npgsql;

namespace Lifecycle.Store.Committing;

/// <summary>Step 6 of a commit in one round trip: everything that was decided, with the row counts that it must have.</summary>
internal sealed class CommitWrite(
    DateTimeOffset now, IEnumerable<Slot> slots, CommitClaim claim, List<WorkItem> items, Dictionary<WorkItem, Verdict> verdicts,
    Witness witness)
{
    private readonly Slot[] written = [.. slots.Where(s => s.IsWritten)];
    private readonly Slot[] rated = [.. slots.Where(s => s.IsWritten && s.State.Standing is not null)];
    private readonly List<(NpgsqlBatchCommand Command, int Rows)> expected = [];

    public async Task RunAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddCustomers(batch);
        AddGone(batch);
        AddProfiles(batch);
        PersonImages.AddWrites(batch, written);
        AddEvents(batch);
        AddRatings(batch);
        AddAlerts(batch);
        AddProposals(batch);
        AddComplaints(batch);
        AddDeltas(batch);
        if (PastChanges.AddTo(batch, written) is { } changes)
        {
            expected.Add((changes, 1));
        }

        AddCleanUp(batch);
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        expected.Add((batch.Add(CommitSql.Witness, witness.Committer, witness.Number), 1));

        await batch.ExecuteExactlyAsync(expected, ct);
    }

    private void AddCustomers(NpgsqlBatch batch)
    {
        if (rated.Length == 0)
        {
            return;
        }

        var standings = Array.ConvertAll(rated, s => s.State.Standing!);
        var command = batch.Add(
            CommitSql.Customers,
            Array.ConvertAll(rated, s => s.Id),
            Array.ConvertAll(rated, s => s.Locked.Version),
            Array.ConvertAll(rated, s => PackedState.Pack(s.State)),
            Array.ConvertAll(standings, s => s.State),
            Array.ConvertAll(standings, s => s.Class),
            Array.ConvertAll(standings, s => s.ScoreHundredths),
            Array.ConvertAll(standings, s => (short)s.Tier),
            Array.ConvertAll(standings, s => s.Manager),
            Array.ConvertAll(standings, s => s.Region),
            Array.ConvertAll(standings, s => s.Sales),
            Array.ConvertAll(standings, s => s.Receivable),
            Array.ConvertAll(standings, s => s.Overdue),
            Array.ConvertAll(standings, s => s.RatedOn),
            Array.ConvertAll(standings, s => s.NextReviewOn));
        expected.Add((command, rated.Length));
    }

    private void AddGone(NpgsqlBatch batch)
    {
        var gone = Array.FindAll(written, s => s.State.Standing is null);
        if (gone.Length > 0)
        {
            var command = batch.Add(
                CommitSql.Gone,
                Array.ConvertAll(gone, s => s.Id),
                Array.ConvertAll(gone, s => s.Locked.Version),
                Array.ConvertAll(gone, s => PackedState.Pack(s.State)));
            expected.Add((command, gone.Length));
        }
    }

    private void AddProfiles(NpgsqlBatch batch)
    {
        var profiles = Array.FindAll(rated, s => s.ProfileChanged);
        if (profiles.Length > 0)
        {
            var command = batch.Add(
                CommitSql.Profiles,
                Array.ConvertAll(profiles, s => s.Id),
                Array.ConvertAll(profiles, s => (short)s.State.Profile.Kind),
                Array.ConvertAll(profiles, s => s.State.Profile.Industry),
                Array.ConvertAll(profiles, s => JsonSerializer.Serialize(s.State.Profile.Tags)));
            expected.Add((command, profiles.Length));
        }

        var persons = Array.FindAll(written, s => s.PersonChanged);
        if (persons.Length > 0)
        {
            var command = batch.Add(
                CommitSql.SavePersons,
                Array.ConvertAll(persons, s => s.Id),
                Array.ConvertAll(persons, s => s.Person!.Name),
                Array.ConvertAll(persons, s => EventCodec.EncodeContacts(s.Person!.Contacts)),
                Array.ConvertAll(persons, s => s.Person!.LastContactId));
            expected.Add((command, persons.Length));
        }
    }

    private void AddEvents(NpgsqlBatch batch)
    {
        var events = written
            .SelectMany(s => s.Events.Select((e, i) => (s.Id, s.State.Version, Number: (short)i, e.Type, e.Payload, e.Origin)))
            .ToArray();
        if (events.Length > 0)
        {
            var command = batch.Add(
                CommitSql.Events,
                Array.ConvertAll(events, e => e.Id),
                Array.ConvertAll(events, e => e.Version),
                Array.ConvertAll(events, e => e.Number),
                Array.ConvertAll(events, e => e.Type),
                Array.ConvertAll(events, e => e.Payload),
                Array.ConvertAll(events, e => e.Origin.Actor),
                now,
                Array.ConvertAll(events, e => e.Origin.ImportId));
            expected.Add((command, events.Length));
        }
    }

    private void AddRatings(NpgsqlBatch batch)
    {
        var stored = Array.FindAll(rated, s => s.NewRating is not null);
        if (stored.Length == 0)
        {
            return;
        }

        var ratings = Array.ConvertAll(stored, s => s.NewRating!.Value);
        var command = batch.Add(
            CommitSql.Ratings,
            Array.ConvertAll(stored, s => s.Id),
            Array.ConvertAll(stored, s => s.State.Version),
            Array.ConvertAll(ratings, r => r.Day),
            Array.ConvertAll(ratings, r => r.PolicyVersion),
            Array.ConvertAll(ratings, r => r.Class),
            Array.ConvertAll(ratings, r => r.ScoreHundredths),
            Array.ConvertAll(ratings, r => (short)r.Tier),
            Array.ConvertAll(ratings, r => (short)r.TierComputed),
            now,
            (short)Rater.EngineVersion,
            Array.ConvertAll(ratings, r => PackedMeasures.Pack(r.Measures)));
        expected.Add((command, stored.Length));
    }

    private void AddAlerts(NpgsqlBatch batch)
    {
        // A statement changes an alert at most once: what this commit changes again goes into the next one.
        var rounds = written.SelectMany(s => s.Alerted)
            .GroupBy(r => (r.CustomerId, r.Alert.Kind, r.Alert.Number))
            .SelectMany(changes => changes.Index())
            .GroupBy(change => change.Index, change => change.Item)
            .OrderBy(round => round.Key);
        foreach (var round in rounds)
        {
            AlertRow[] rows = [.. round];
            expected.AddRange(AlertSql.Add(batch, rows, now).Select(command => (command, rows.Length)));
        }
    }

    private void AddProposals(NpgsqlBatch batch)
    {
        var rows = written.SelectMany(s => s.Proposals.Values).ToArray();
        if (rows.Length > 0)
        {
            expected.Add((ProposalSql.Add(batch, rows, now), rows.Length));
        }
    }

    private void AddComplaints(NpgsqlBatch batch)
    {
        expected.AddRange(ComplaintSql.Add(batch, [.. written.SelectMany(s => s.Complaints.Values)], now));
        var notes = written.SelectMany(s => s.ComplaintNotes.Select(note => (s.Id, s.State.Version, note))).ToArray();
        if (notes.Length > 0)
        {
            expected.Add((ComplaintSql.Add(batch, notes), notes.Length));
        }
    }

    private void AddDeltas(NpgsqlBatch batch)
    {
        var deltas = new PortfolioDeltas();
        foreach (var slot in written)
        {
            deltas.Move(slot.Locked.Standing, slot.State.Standing);
        }

        var rows = deltas.Rows.ToArray();
        if (rows.Length > 0)
        {
            var command = batch.Add(
                CommitSql.Deltas,
                Array.ConvertAll(rows, r => r.Cell.Class),
                Array.ConvertAll(rows, r => (short)r.Cell.Tier),
                Array.ConvertAll(rows, r => r.Cell.Manager ?? ""),
                Array.ConvertAll(rows, r => r.Cell.Region ?? ""),
                Array.ConvertAll(rows, r => r.Sum.Customers),
                Array.ConvertAll(rows, r => r.Sum.Sales),
                Array.ConvertAll(rows, r => r.Sum.Receivable),
                Array.ConvertAll(rows, r => r.Sum.Overdue),
                Array.ConvertAll(rows, r => r.Sum.Score));
            expected.Add((command, rows.Length));
        }
    }

    private void AddCleanUp(NpgsqlBatch batch)
    {
        var releasing = items.Where(i => i.Reversal is { ReleaseKey: true }).OrderBy(i => i.Reversal!.PostingId).ToArray();
        if (releasing.Length > 0)
        {
            batch.Add(
                CommitSql.ReleaseKeys,
                Array.ConvertAll(releasing, i => i.CustomerId),
                Array.ConvertAll(releasing, i => i.Reversal!.PostingId));
        }

        var stubs = slots.Where(s => !s.State.IsRegistered && s.Items.Exists(i => i.Registers)).Select(s => s.Id).ToArray();
        if (stubs.Length > 0)
        {
            batch.Add(CommitSql.DropStubs, (object)stubs);
        }

        // A refused request did nothing: its key stays free for a corrected one.
        var refused = items
            .Where(i => i.Origin.Idempotency is { } key && claim.NewRequestKeys.Contains(key.Key) && verdicts[i].Status == VerdictStatus.Refused)
            .Select(i => i.Origin.Idempotency!.Key)
            .ToArray();
        if (refused.Length > 0)
        {
            batch.Add(CommitSql.ForgetRequestKeys, (object)refused);
        }
    }
}
