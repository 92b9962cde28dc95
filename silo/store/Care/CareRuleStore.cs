using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Templates;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>Rules of occasions and the cap in the database.</summary>
public sealed class CareRuleStore(Database database, TemplateStore templates, IBusinessClock clock) : ICareRules
{
    private const string Stored = "SELECT document::text, version FROM care_rule";

    // Rules are few and changed by hand: one change at a time.
    private const string Lock = "LOCK TABLE care_rule, care_setting IN SHARE ROW EXCLUSIVE MODE";

    // Under the lock. Above those that are there: silos of the version before counted by themselves.
    private const string NextVersion = """
        SELECT setval('care_rule_version', greatest(nextval('care_rule_version'), (SELECT max(version) + 1 FROM care_rule)))
        """;

    private const string Save = """
        INSERT INTO care_rule (occasion, document, version, changed_by, changed_at) VALUES ($1, $2::text::jsonb, $3, $4, $5)
        ON CONFLICT (occasion) DO UPDATE SET
            document = excluded.document, version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """;

    private const string SaveCap = """
        INSERT INTO care_setting (cap, version, changed_by, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (only_row) DO UPDATE SET
            cap = excluded.cap, version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRule>> All(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await AllAsync(connection, ct);
    }

    internal static async Task<IReadOnlyList<StoredRule>> AllAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var set = (await ReadAsync(connection.Command(Stored + " ORDER BY occasion"), ct)).ToDictionary(r => r.Rule.Occasion, StringComparer.Ordinal);
        return
        [
            .. CareRules.Known.Select(id => set.GetValueOrDefault(id) ?? new(CareRules.Default(id), 0)),
            .. set.Values.Where(r => r.Rule.Date is not null),
        ];
    }

    /// <inheritdoc/>
    public async Task<StoredRule?> Find(string occasion, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await FindAsync(connection, occasion, ct);
    }

    /// <inheritdoc/>
    public async Task<(StoredRule? Rule, bool IsNew, Refusal? Refusal)> Put(CareRule rule, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!TemplateUse.Fits(rule, await templates.HoldAsync(connection, ct)))
        {
            return (null, false, ICareRules.TemplateChanged);
        }

        await connection.Command(Lock).ExecuteNonQueryAsync(ct);
        var before = await FindAsync(connection, rule.Occasion, ct);
        if (seen is { } version && version != (before?.Version ?? -1))
        {
            return (null, false, ICareRules.Changed);
        }

        var after = new StoredRule(rule, (long)(await connection.Command(NextVersion).ExecuteScalarAsync(ct))!);
        await connection.Command(Save, rule.Occasion, CareRuleJson.Write(rule), after.Version, actor, clock.Now).ExecuteNonQueryAsync(ct);
        await GoThroughAgain.DailyAsync(connection, ct);
        if (rule.Occasion == Occasions.Birthday)
        {
            await GoThroughAgain.BirthdaysAsync(connection, clock.Today, ct);
        }

        await transaction.CommitAsync(ct);
        return (after, before is null, null);
    }

    /// <inheritdoc/>
    public async Task<Refusal?> Delete(string occasion, long? seen, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command(Lock).ExecuteNonQueryAsync(ct);
        if (await FindAsync(connection, occasion, ct) is not { Rule.Date: not null } before)
        {
            return ICareRules.Unknown;
        }

        if (seen is { } version && version != before.Version)
        {
            return ICareRules.Changed;
        }

        await connection.Command("DELETE FROM care_rule WHERE occasion = $1", occasion).ExecuteNonQueryAsync(ct);
        await GoThroughAgain.DailyAsync(connection, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <inheritdoc/>
    public async Task<StoredCap> Cap(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await CapAsync(connection, ct);
    }

    /// <inheritdoc/>
    public async Task<(StoredCap? Cap, Refusal? Refusal)> PutCap(int? cap, long? seen, string actor, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command(Lock).ExecuteNonQueryAsync(ct);
        var before = await CapAsync(connection, ct);
        if (seen is { } version && version != before.Version)
        {
            return (null, ICareRules.Changed);
        }

        var after = new StoredCap(cap, before.Version + 1);
        await connection.Command(SaveCap, Sql.OrNull(cap), after.Version, actor, clock.Now).ExecuteNonQueryAsync(ct);
        await GoThroughAgain.DailyAsync(connection, ct);
        await transaction.CommitAsync(ct);
        return (after, null);
    }

    private static async Task<StoredCap> CapAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var row = await connection.Command("SELECT cap, version FROM care_setting").ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.Maybe<int>(0), row.GetInt64(1)) : new(CareProgramme.DefaultCap, 0);
    }

    private static async Task<StoredRule?> FindAsync(NpgsqlConnection connection, string occasion, CancellationToken ct) =>
        (await ReadAsync(connection.Command(Stored + " WHERE occasion = $1", occasion), ct)).FirstOrDefault()
            ?? (CareRules.Known.Contains(occasion) ? new(CareRules.Default(occasion), 0) : null);

    private static Task<List<StoredRule>> ReadAsync(NpgsqlCommand command, CancellationToken ct) =>
        command.RowsAsync(row => new StoredRule(CareRuleJson.Read(row.GetString(0)), row.GetInt64(1)), ct);
}
