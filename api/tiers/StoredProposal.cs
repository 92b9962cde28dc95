using System.Globalization;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Tiers;

/// <summary>A proposal by its id: whose it is, what it is called there, and as clients see it.</summary>
internal sealed record StoredProposal(long Number, ProposalItem Item)
{
    public static Refusal Unknown { get; } = new("proposal-not-found", "There is no proposal with this id.", "id");

    public static async Task<StoredProposal?> FindAsync(NpgsqlDataSource database, string id, CancellationToken ct)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        await using var command = database.CreateCommand($"SELECT {ProposalItem.Columns}, t.number FROM {ProposalItem.Source} WHERE t.id = $1");
        command.Parameters.Add(new() { Value = number });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetInt64(ProposalItem.Width), ProposalItem.Read(reader)) : null;
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
