using System.Globalization;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Tiers;

/// <summary>A proposal by its id: whose it is, what it is called there, and as clients see it.</summary>
internal sealed record StoredProposal(long Number, ProposalItem Item)
{
    public static Refusal Unknown { get; } = new("proposal-not-found", "There is no proposal with this id.", "id");

    public static async Task<StoredProposal?> FindAsync(NpgsqlDataSource database, string id, CancellationToken ct) =>
        (await ManyAsync(database, [id], ct)).GetValueOrDefault(id);

    /// <summary>Some by their ids, as they were written; those that there are not are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, StoredProposal>> ManyAsync(NpgsqlDataSource database, IEnumerable<string> ids, CancellationToken ct)
    {
        var numbers = ids.ToLookup(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var found = new Dictionary<string, StoredProposal>(StringComparer.Ordinal);
        await using var command = database.CreateCommand(
            $"SELECT {ProposalItem.Columns}, t.number FROM {ProposalItem.Source} WHERE t.id = ANY($1)");
        command.Parameters.Add(new() { Value = numbers.Select(number => number.Key).ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            foreach (var id in numbers[row.GetInt64(0)])
            {
                found[id] = new(row.GetInt64(ProposalItem.Width), ProposalItem.Read(row));
            }
        }

        return found;
    }

    /// <summary>Submits a decision. Said before by whomever, it is a duplicate.</summary>
    public async Task<Verdict> DecideAsync(
        bool approves, ProposalInput input, ICustomers customers, DateOnly today, Origin origin, NpgsqlDataSource database, CancellationToken ct)
    {
        var verdict = await customers.SubmitPatiently(
            Item.CustomerId, new DecideTierProposal(today, Number, approves, input.Reason, input.To), origin, ct);
        if (verdict.Refusal?.Code != TierProposal.Decided.Code)
        {
            return verdict;
        }

        var status = (await FindAsync(database, Item.Id, ct))?.Item.Status;
        return status == (approves ? ProposalStatus.Approved : ProposalStatus.Rejected) ? new(VerdictStatus.Duplicate, null, null) : verdict;
    }
}
