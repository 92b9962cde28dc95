using Lifecycle.Grains;
using Lifecycle.Store.Alerts;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Lifecycle.Store.Tiers;
using Lifecycle.Store.Verifying;
using Npgsql;

namespace Lifecycle.Store.Quarantine;

/// <summary>All that is append only of one customer, and the columns beside its state: what a state that was lost is made of.</summary>
internal sealed class StoredHistory(NpgsqlConnection connection, string customerId, PolicyBook policies, int compactionLimit)
{
    /// <summary>The state anew; or why what is stored beside it does not agree.</summary>
    public async Task<(CustomerState? State, string? Why)> RebuildAsync(CancellationToken ct)
    {
        string[] ids = [customerId];
        var facts = await RecordedFacts.ReadAsync(connection.Command(RecordedFacts.Of, (object)ids), ct);
        var postings = await PostingRow.ReadAsync(connection.Command(Verifier.Postings, (object)ids), ct);
        var folded = Refold.Fold(customerId, [.. facts[customerId]], postings, await AlertsAsync(ct));
        if (await connection.Command(QuarantineSql.PolicyVersion, customerId).ExecuteScalarAsync(ct) is not int version)
        {
            return (null, "it was never rated");
        }

        if (policies.Find(version) is not { } policy)
        {
            return (null, $"it was rated by policy {version}, which is not there");
        }

        var row = await RowAsync(ct);
        var state = Rebuilding.Of(folded, row.Version, row.Columns.RatedOn, row.Columns.NextReviewOn, policy, policies, compactionLimit);
        var why = (row with { State = state }).Differs(folded, policies)
            ?? ((await StoredAlerts.StraysAsync(connection, ids, ct)).Count > 0 ? "an alert is not what its history says" : null)
            ?? ((await ProposalSql.StraysAsync(connection, ids, ct)).Count > 0 ? "a proposal of a tier is not what its history says" : null);
        return why is null ? (state, null) : (null, why);
    }

    /// <summary>The state of a customer that is gone.</summary>
    public async Task<CustomerState> GoneAsync(long version, CancellationToken ct) => Rebuilding.Gone(customerId, version, await AlertsAsync(ct));

    private async Task<IEnumerable<Alert>> AlertsAsync(CancellationToken ct) =>
        (await StoredAlerts.LatestAsync(connection, [customerId], ct))[customerId];

    private async Task<StoredCustomer> RowAsync(CancellationToken ct)
    {
        await using var reader = await connection.Command($"SELECT {StoredCustomer.Selected} FROM customer WHERE id = $1", customerId).ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return StoredCustomer.Read(reader);
    }
}
