using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>Filled-in cards in the database.</summary>
public sealed class Judgements(Database database, Scorecards scorecards, IBusinessClock clock) : IJudgements
{
    /// <inheritdoc/>
    public async Task<Recorded> Record(FilledCard card, string actor, IdempotencyKey? key, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (isFirst, reused) = key is null ? (true, null) : await IdempotencyKeys.ClaimAsync(connection, key, ct);
        if (reused is not null)
        {
            return Refused(reused);
        }

        // A request that came before: what it recorded stands, whatever day, card and customer have become since.
        if (!isFirst && await SheetTable.OfRequestAsync(connection, scorecards, card.Card, key!.Key, ct) is { } before)
        {
            var judged = await Subjects.ResolveAsync(connection, card.Subject, hold: false, ct) ?? card.Subject;
            return new(judged, before, await ResultTable.ReadAsync(connection, scorecards, judged, card.Card, ct), IsDuplicate: true, Refusal: null, []);
        }

        if (await Subjects.ResolveAsync(connection, card.Subject, hold: true, ct) is not { } subject)
        {
            return Refused((card.Subject.Kind == SubjectKind.Customer ? Customer.Unknown : Prospect.Unknown) with { Field = "subject/id" });
        }

        if (await scorecards.PublishedAsync(connection, card.Card, version: null, ct) is not var (version, document))
        {
            return Refused(Scorecard.Unknown);
        }

        if (card.Version is { } seen && seen != version)
        {
            return Refused(Recorded.Superseded);
        }

        var (answers, faults) = CardSheet.Read(document, card.Answers);
        if (!faults.IsEmpty)
        {
            return Refused(Recorded.Invalid) with { Faults = faults };
        }

        var sheet = new CardSheet(0, version, document, card.Evaluator, card.On, answers, actor, clock.Now);
        var recorded = await AppendAsync(connection, card, subject, sheet, key, ct);
        await transaction.CommitAsync(ct);
        return recorded;
    }

    /// <inheritdoc/>
    public async Task<CardSubject?> Known(CardSubject subject, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await Subjects.ResolveAsync(connection, subject, hold: false, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CardResult>> Results(CardSubject subject, string after, int limit, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var results = new List<CardResult>();
        foreach (var card in await CardsAsync(connection, subject, after, limit, ct))
        {
            results.Add((await ResultTable.ReadAsync(connection, scorecards, subject, card, ct))!);
        }

        return results;
    }

    /// <inheritdoc/>
    public async Task<CardResult?> Result(CardSubject subject, string card, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ResultTable.ReadAsync(connection, scorecards, subject, card, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CardSheet>> Sheets(CardSubject subject, string card, long before, int limit, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await SheetTable.ReadAsync(connection, scorecards, subject, card, before, limit, ct);
    }

    private async Task<Recorded> AppendAsync(
        NpgsqlConnection connection, FilledCard card, CardSubject subject, CardSheet sheet, IdempotencyKey? key, CancellationToken ct)
    {
        await ResultTable.LockAsync(connection, subject, ct);

        // The same said again: what is recorded stands.
        var last = await SheetTable.OfDayAsync(connection, scorecards, subject, card.Card, sheet, ct);
        var isDuplicate = last?.SaysTheSame(sheet) == true;
        var recorded = isDuplicate ? last! : await SheetTable.AppendAsync(connection, card.Card, card.Subject, sheet, ct);
        if (key is not null)
        {
            await SheetTable.KeepAsync(connection, key.Key, recorded, ct);
        }

        var result = (await ResultTable.ReadAsync(connection, scorecards, subject, card.Card, ct))!;
        if (!isDuplicate)
        {
            await ResultTable.SaveAsync(connection, subject, result, ct);
        }

        return new(subject, recorded, result, isDuplicate, Refusal: null, []);
    }

    private static Task<List<string>> CardsAsync(NpgsqlConnection connection, CardSubject subject, string after, int limit, CancellationToken ct) => connection.Command(
        "SELECT card FROM scorecard_result WHERE subject_kind = $1 AND subject_id = $2 AND card > $3 ORDER BY card LIMIT $4",
        (short)subject.Kind, subject.Id, after, limit).TextsAsync(ct);

    private static Recorded Refused(Refusal refusal) => new(Subject: null, Sheet: null, Result: null, IsDuplicate: false, refusal, []);
}
