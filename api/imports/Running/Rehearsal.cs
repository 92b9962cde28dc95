using Lifecycle.Api.Imports.Csv;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Running;

/// <summary>
/// Chunks as a rehearsal: the same decisions on what is committed now, each on top of those before it, without writing.
/// Only rows of one group depend on each other, so nothing is remembered beyond the chunks that share one.
/// </summary>
internal sealed class Rehearsal(NpgsqlDataSource database)
{
    private static readonly Verdict Accepted = new(VerdictStatus.Accepted, null, null);
    private static readonly Verdict Duplicate = new(VerdictStatus.Duplicate, null, null);

    private readonly Dictionary<string, CustomerState?> states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Person> persons = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string ExternalId), Posting> postings = [];

    /// <summary>Answers what the verdicts would be, in the same order.</summary>
    /// <param name="continues">Whether the chunk shares a group with the one before.</param>
    public async Task<Verdict[]> JudgeAsync(ImportKind kind, List<ImportRow> rows, bool continues, CancellationToken ct)
    {
        if (!continues)
        {
            states.Clear();
            persons.Clear();
            postings.Clear();
        }

        await LoadAsync(kind, rows, ct);
        return [.. rows.Select(row => Judge(row.Content!))];
    }

    private async Task LoadAsync(ImportKind kind, List<ImportRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.Content!.CustomerId).Distinct(StringComparer.Ordinal).Where(id => !states.ContainsKey(id)).ToArray();
        foreach (var (id, state) in await RehearsalSql.StatesAsync(database, ids, ct))
        {
            states.Add(id, state);
        }

        if (kind == ImportKind.Customers)
        {
            foreach (var (id, person) in await RehearsalSql.PersonsAsync(database, ids, ct))
            {
                persons.Add(id, person);
            }
        }

        if (kind == ImportKind.Postings)
        {
            var keys = rows.Select(row => ((AcceptPosting)row.Content!.Command).Posting).ToArray();
            foreach (var (key, posting) in await RehearsalSql.StoredAsync(database, keys, ct))
            {
                postings.TryAdd(key, posting);
            }
        }
    }

    private Verdict Judge(RowContent content)
    {
        var isKnown = states.TryGetValue(content.CustomerId, out var state);
        return (isKnown, content.Command) switch
        {
            (true, _) when state is null => Refuse(Customer.Quarantined),
            (true, AcceptPosting accept) => Judge(accept.Posting),
            _ => Judge(content, state ?? new CustomerState(content.CustomerId)),
        };
    }

    private Verdict Judge(Posting posting) =>
        postings.TryAdd((posting.Source, posting.ExternalId), posting) ? Accepted
        : postings[(posting.Source, posting.ExternalId)] == posting ? Duplicate
        : Refuse(Posting.Conflict);

    private Verdict Judge(RowContent content, CustomerState state)
    {
        // Facts do not depend on the ledger, and one that would have to be read again is none that is said before.
        state = state with { Movements = Movements.None };
        var decision = Customer.Decide(state, content.Command, persons.GetValueOrDefault(content.CustomerId));
        if (decision.Outcome == Outcome.Accepted)
        {
            states[content.CustomerId] = decision.Events.Aggregate(state, Customer.Evolve);
            foreach (var changed in decision.Events.OfType<PersonChanged>())
            {
                persons[content.CustomerId] = changed.Person;
            }
        }

        return decision.Outcome switch
        {
            Outcome.Duplicate => Duplicate,
            Outcome.Refused => Refuse(decision.Refusal!),
            _ => Accepted,
        };
    }

    private static Verdict Refuse(Refusal refusal) => new(VerdictStatus.Refused, refusal, null);
}
