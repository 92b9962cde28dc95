using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Scorecards;

/// <summary>Prospects in the database. A changed row is locked first, so that changes come one after another.</summary>
public sealed class Prospects(Database database, Scorecards scorecards, IBusinessClock clock) : IProspects
{
    private const string One = """
        SELECT p.id, n.name, p.customer_id, p.version FROM prospect p LEFT JOIN prospect_person n ON n.prospect_id = p.id WHERE p.id = $1
        """;

    private const string Locked = One + " FOR UPDATE OF p";

    private const string Named = """
        WITH changed AS (UPDATE prospect SET version = version + 1 WHERE id = $1)
        INSERT INTO prospect_person (prospect_id, name) VALUES ($1, $2) ON CONFLICT (prospect_id) DO UPDATE SET name = excluded.name
        """;

    private const string Erased = """
        WITH erased AS (DELETE FROM prospect_person WHERE prospect_id = $1)
        UPDATE prospect SET version = version + 1 WHERE id = $1
        """;

    private const string OfGone = """
        SELECT p.id FROM prospect p
        WHERE p.customer_id = ANY($1) AND NOT EXISTS (SELECT FROM customer c WHERE c.id = p.customer_id AND c.version > 0) ORDER BY p.id
        """;

    private const string Released =
        "UPDATE prospect SET version = version + 1, customer_id = NULL, became_by = NULL, became_at = NULL WHERE id = $1";

    private const string Became = "UPDATE prospect SET version = version + 1, customer_id = $2, became_by = $3, became_at = $4 WHERE id = $1";

    /// <inheritdoc/>
    public async Task<Prospect?> Find(string id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await OneAsync(connection.Command(One, id), ct);
    }

    /// <inheritdoc/>
    public Task<ProspectChange> Put(string id, string name, long? seen, CancellationToken ct) => ChangeAsync(id, create: true, seen, async (connection, prospect) =>
    {
        if (prospect.Name != name)
        {
            await connection.Command(Named, id, name).ExecuteNonQueryAsync(ct);
        }

        return null;
    }, ct);

    /// <inheritdoc/>
    public Task<ProspectChange> Erase(string id, long? seen, CancellationToken ct) => ChangeAsync(id, create: false, seen, async (connection, prospect) =>
    {
        if (prospect.Name is not null)
        {
            await connection.Command(Erased, id).ExecuteNonQueryAsync(ct);
        }

        return null;
    }, ct);

    /// <inheritdoc/>
    public Task<ProspectChange> Become(string id, string customerId, string actor, CancellationToken ct) =>
        ChangeAsync(id, create: false, seen: null, async (connection, prospect) =>
        {
            var held = prospect.CustomerId;
            var isHeld = held is not null && await Subjects.IsRegisteredAsync(connection, held, hold: false, ct);
            if (isHeld && held == customerId)
            {
                return null;
            }

            if (isHeld)
            {
                return Prospect.IsCustomer;
            }

            // Held, so that an import that is undone meanwhile finds the link and takes it back.
            if (!await Subjects.IsRegisteredAsync(connection, customerId, hold: true, ct))
            {
                return Customer.Unknown with { Field = "customerId" };
            }

            await connection.Command(Became, id, customerId, actor, clock.Now).ExecuteNonQueryAsync(ct);
            await ResultTable.ForgetAsync(connection, new(SubjectKind.Prospect, id), ct);
            if (held is not null)
            {
                await ResultTable.RefreshAsync(connection, scorecards, new(SubjectKind.Customer, held), ct);
            }

            await ResultTable.RefreshAsync(connection, scorecards, new(SubjectKind.Customer, customerId), ct);
            return null;
        }, ct);

    /// <inheritdoc/>
    public async Task Release(IReadOnlyCollection<string> customerIds, CancellationToken ct)
    {
        List<string> released;
        await using (var connection = await database.Readers.OpenConnectionAsync(ct))
        {
            released = await connection.Command(OfGone, (object)customerIds.ToArray()).TextsAsync(ct);
        }

        foreach (var id in released)
        {
            await ChangeAsync(id, create: false, seen: null, ReleaseAsync, ct);
        }

        async Task<Refusal?> ReleaseAsync(NpgsqlConnection connection, Prospect prospect)
        {
            if (prospect.CustomerId is { } gone && !await Subjects.IsRegisteredAsync(connection, gone, hold: false, ct))
            {
                await connection.Command(Released, prospect.Id).ExecuteNonQueryAsync(ct);
                await ResultTable.RefreshAsync(connection, scorecards, new(SubjectKind.Customer, gone), ct);
                await ResultTable.RefreshAsync(connection, scorecards, new(SubjectKind.Prospect, prospect.Id), ct);
            }

            return null;
        }
    }

    private async Task<ProspectChange> ChangeAsync(
        string id, bool create, long? seen, Func<NpgsqlConnection, Prospect, Task<Refusal?>> change, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (create)
        {
            // Version 0 is nobody: it stays in this transaction, and goes with it when the change is refused.
            await connection.Command("INSERT INTO prospect (id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING", id).ExecuteNonQueryAsync(ct);
        }

        if (await OneAsync(connection.Command(Locked, id), ct) is not { } before)
        {
            return new(Prospect: null, IsNew: false, Prospect.Unknown);
        }

        var refusal = seen is { } version && version != before.Version ? Prospect.Changed : await change(connection, before);
        if (refusal is not null)
        {
            return new(Prospect: null, IsNew: false, refusal);
        }

        var after = await OneAsync(connection.Command(One, id), ct);
        await transaction.CommitAsync(ct);
        return new(after, IsNew: before.Version == 0, Refusal: null);
    }

    private static async Task<Prospect?> OneAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var owned = command;
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetString(0), row.Text(1), row.Text(2), row.GetInt64(3))
            : null;
    }
}
