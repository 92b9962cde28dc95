using Lifecycle.Api.Imports.Csv;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// A chunk as a rehearsal: the same decisions on what is committed now, without writing. Each row is judged by itself, as if
/// it came first; only a posting's key is also compared with the rows before it.
/// </summary>
internal sealed class Rehearsal(NpgsqlDataSource database)
{
    private static readonly Verdict Accepted = new(VerdictStatus.Accepted, null, null);
    private static readonly Verdict Duplicate = new(VerdictStatus.Duplicate, null, null);
    private static readonly Verdict Unknown = new(VerdictStatus.Refused, Customer.Unknown, null);

    private static readonly Verdict Conflict = new(
        VerdictStatus.Refused,
        new("posting-conflict", "This source and external id already stand for a posting with other content.", "externalId"),
        null);

    private static readonly Verdict Quarantined = new(
        VerdictStatus.Refused, Customer.Quarantined, null);

    private readonly SeenKeys seen = new();

    /// <summary>Answers what the verdicts would be, in the same order.</summary>
    public async Task<Verdict[]> JudgeAsync(ImportKind kind, IReadOnlyList<ImportRow> rows, CancellationToken ct) =>
        kind == ImportKind.Postings ? await JudgePostingsAsync(rows, ct) : await JudgeOthersAsync(kind, rows, ct);

    private async Task<Verdict[]> JudgePostingsAsync(IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        var postings = rows.Select(row => ((AcceptPosting)row.Content!.Command).Posting).ToArray();
        var known = await RehearsalSql.RegisteredAsync(database, postings.Select(p => p.CustomerId).Distinct().ToArray(), ct);
        var stored = await RehearsalSql.StoredAsync(database, postings, ct);
        return Array.ConvertAll(postings, Judge);

        Verdict Judge(Posting posting) =>
            !known.Contains(posting.CustomerId) ? Unknown
            : stored.TryGetValue((posting.Source, posting.ExternalId), out var there) ? (there == posting ? Duplicate : Conflict)
            : seen.Add(posting) switch { null => Accepted, true => Duplicate, false => Conflict };
    }

    private async Task<Verdict[]> JudgeOthersAsync(ImportKind kind, IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.Content!.CustomerId).Distinct().ToArray();
        var states = await RehearsalSql.StatesAsync(database, ids, ct);
        var persons = kind == ImportKind.Customers ? await RehearsalSql.PersonsAsync(database, ids, ct) : [];
        return [.. rows.Select(row => Judge(row.Content!))];

        Verdict Judge(RowContent content)
        {
            if (!states.TryGetValue(content.CustomerId, out var state))
            {
                state = new CustomerState(content.CustomerId);
            }

            // A state that asks for its history would be changed in the end: an unchanged row never does.
            return state is null ? Quarantined
                : Customer.Decide(state, content.Command, persons.GetValueOrDefault(content.CustomerId)) switch
                {
                    { Outcome: Outcome.Duplicate } => Duplicate,
                    { Outcome: Outcome.Refused, Refusal: var refusal } => new(VerdictStatus.Refused, refusal, null),
                    _ => Accepted,
                };
        }
    }
}
