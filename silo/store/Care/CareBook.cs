using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Care;

/// <summary>What planning reads and writes, and how far it has come.</summary>
public sealed class CareBook(Database database, CareFactsReader facts, Programmes programmes, IBusinessClock clock) : ICareBook
{
    private const int Together = 500;

    private const string WithBirthdays = """
        SELECT customer_id FROM customer_person WHERE written_birthdays(contacts) && $2 AND customer_id > $1 ORDER BY customer_id LIMIT $3
        """;

    // Whoever pauses or calls off a campaign waits for the page, and then finds all that it wrote; the page sees whoever was first.
    private const string HoldCampaigns = $"SELECT FROM care_campaign WHERE {Programmes.Live} ORDER BY id FOR SHARE";

    private const string All = "SELECT id FROM customer WHERE id > $1 AND version > 0 ORDER BY id LIMIT $2";

    /// <inheritdoc/>
    public async ValueTask<CareProgramme> Programme(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await programmes.ReadAsync(connection, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<DateOnly?> PlannedThrough(string occasion, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command("SELECT planned_through FROM care_plan WHERE occasion = $1", occasion);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    /// <inheritdoc/>
    public async ValueTask SetPlannedThrough(string occasion, DateOnly? before, DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            """
            INSERT INTO care_plan AS p (occasion, planned_through) VALUES ($1, $2)
            ON CONFLICT (occasion) DO UPDATE SET planned_through = excluded.planned_through WHERE p.planned_through = $3::date
            """,
            occasion, day, Sql.OrNull(before));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask<CarePass?> Pass(string name, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command("SELECT day, after, is_done FROM care_pass WHERE name = $1", name);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetBoolean(2)) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<string> BeginPass(string name, DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (string)(await connection.Command(
            """
            INSERT INTO care_pass AS p (name, day, after, is_done) VALUES ($1, $2, '', false)
            ON CONFLICT (name) DO UPDATE SET
                day = excluded.day, after = CASE WHEN p.day = excluded.day AND NOT p.is_done THEN p.after ELSE '' END, is_done = false
            RETURNING after
            """,
            name, day).ExecuteScalarAsync(ct))!;
    }

    /// <inheritdoc/>
    public async ValueTask SetPass(string name, CarePass pass, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            "UPDATE care_pass SET day = $2, after = $3, is_done = $4 WHERE name = $1", name, pass.Day, pass.After, pass.IsDone).ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<string>> Birthdays(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var written = Grains.Birthdays.Written(from, to).Union(Grains.Birthdays.WrittenLunar(from, to)).ToArray();
        return PagesAsync((connection, after) => connection.Command(WithBirthdays, after, written, Together), "", ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<string>> Everybody(string after, CancellationToken ct) =>
        PagesAsync((connection, last) => connection.Command(All, last, Together), after, ct);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CareFacts>> Read(IReadOnlyCollection<string> customers, DateOnly since, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await facts.ReadAsync(connection, customers, since, ct);
    }

    /// <inheritdoc/>
    public async ValueTask Decide(
        IReadOnlyCollection<string> customers, DateOnly since, Func<CareProgramme, IReadOnlyCollection<CareFacts>, IEnumerable<CareDecision>> plan,
        CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await CustomerLocks.HoldAsync(connection, [.. customers], ct);
        await connection.Command(HoldCampaigns, programmes.Since).ExecuteNonQueryAsync(ct);
        var decisions = plan(await programmes.ReadAsync(connection, ct), await facts.ReadAsync(connection, customers, since, ct)).ToArray();
        if (decisions.Length > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            await batch.ExecuteExactlyAsync(CareRows.Save(batch, decisions, clock.Now), ct);
            await transaction.CommitAsync(ct);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> PagesAsync(
        Func<NpgsqlConnection, string, NpgsqlCommand> query, string after, [EnumeratorCancellation] CancellationToken ct)
    {
        List<string> page;
        do
        {
            await using (var connection = await database.Readers.OpenConnectionAsync(ct))
            {
                page = await query(connection, after).TextsAsync(ct);
            }

            if (page.Count > 0)
            {
                after = page[^1];
                yield return page;
            }
        }
        while (page.Count == Together);
    }
}
