using Lifecycle.Grains;
using Npgsql;
using NpgsqlTypes;

namespace Lifecycle.Benchmarks.Preload;

/// <summary>What a customer leaves in one table, by COPY.</summary>
internal sealed record PreloadTable(string Name, string Columns, Func<NpgsqlBinaryImporter, PreloadedCustomer, DateTimeOffset, Task> WriteAsync)
{
    public async Task CopyAsync(NpgsqlDataSource source, IEnumerable<PreloadedCustomer> customers, DateTimeOffset now)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {Name} ({Columns}) FROM STDIN (FORMAT binary)");
        foreach (var customer in customers)
        {
            await WriteAsync(copy, customer, now);
        }

        await copy.CompleteAsync();
    }
}

/// <summary>All tables that a preloaded customer stands in.</summary>
internal static class PreloadTables
{
    private const string Actor = "preload";

    public static IReadOnlyList<PreloadTable> All { get; } =
    [
        new("customer", "id, version, packed, kind, tags, state, class, score, tier, manager, region, sales, receivable, overdue, rated_on, next_review_on", CustomerAsync),
        new("customer_person", "customer_id, name, contacts, last_contact", static (copy, c, _) => RowAsync(
            copy, c.State.Id, c.Person.Name, (EventCodec.EncodeContacts(c.Person.Contacts), NpgsqlDbType.Jsonb), c.Person.LastContactId)),
        new("customer_event", "customer_id, version, number, type, payload, actor, recorded_at", EventsAsync),
        new("posting", "customer_id, source, external_id, kind, cents, occurred_on, recorded_at", PostingsAsync),
        new("rating", "customer_id, version, rated_on, recorded_at, policy_version, engine_version, class, score, tier, tier_computed, measures", RatingAsync),
        new("alert", "customer_id, kind, number, status, severity, from_value, to_value, manager, opened_on, raised_on, opened_at, updated_at, rating_version", AlertsAsync),
    ];

    public const string AlertChanges = """
        INSERT INTO alert_change (customer_id, kind, number, change, former_manager, snapshot, recorded_at)
        SELECT a.customer_id, a.kind, a.number, 'opened', a.manager, a, a.opened_at FROM alert a ORDER BY a.id
        """;

    public static async Task CellsAsync(NpgsqlDataSource source, Portfolio portfolio)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY portfolio_cell (class, tier, manager, region, customers, sales, receivable, overdue, score) FROM STDIN (FORMAT binary)");
        foreach (var (cell, sum) in portfolio.Cells)
        {
            await RowAsync(copy, cell.Class, (short)cell.Tier, cell.Manager ?? "", cell.Region ?? "",
                sum.Customers, sum.Sales, sum.Receivable, sum.Overdue, sum.Score);
        }

        await copy.CompleteAsync();
    }

    private static Task CustomerAsync(NpgsqlBinaryImporter copy, PreloadedCustomer c, DateTimeOffset now)
    {
        var standing = c.State.Standing!;
        return RowAsync(
            copy, c.State.Id, c.State.Version, PackedState.Pack(c.State), (short)c.State.Profile.Kind, Array.Empty<string>(),
            standing.State, standing.Class, standing.ScoreHundredths, (short)standing.Tier, standing.Manager, standing.Region,
            standing.Sales, standing.Receivable, standing.Overdue, standing.RatedOn, standing.NextReviewOn);
    }

    private static async Task EventsAsync(NpgsqlBinaryImporter copy, PreloadedCustomer c, DateTimeOffset now)
    {
        var (number, registered) = ((short)0, At(now, SyntheticPortfolio.RegisteredOn(Day(now))));
        foreach (var happened in new CustomerEvent[] { new CustomerRegistered(), c.Profile, new PersonChanged(c.Person) })
        {
            var (type, payload) = EventCodec.Encode(happened)!.Value;
            await RowAsync(copy, c.State.Id, 1L, number++, type, (payload, NpgsqlDbType.Jsonb), Actor, registered);
        }
    }

    private static async Task PostingsAsync(NpgsqlBinaryImporter copy, PreloadedCustomer c, DateTimeOffset now)
    {
        foreach (var p in c.Postings)
        {
            await RowAsync(copy, p.CustomerId, p.Source, p.ExternalId, (short)p.Kind, p.Cents, p.OccurredOn, At(now, SyntheticPortfolio.RecordedOn(p, Day(now))));
        }
    }

    private static DateOnly Day(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>The same time on another day.</summary>
    private static DateTimeOffset At(DateTimeOffset now, DateOnly day) => now.AddDays(day.DayNumber - Day(now).DayNumber);

    private static Task RatingAsync(NpgsqlBinaryImporter copy, PreloadedCustomer c, DateTimeOffset now)
    {
        var r = c.Rating;
        return RowAsync(
            copy, c.State.Id, c.State.Version, r.Day, now, r.PolicyVersion, (short)Rater.EngineVersion, r.Class, r.ScoreHundredths,
            (short)r.Tier, (short)r.TierComputed, PackedMeasures.Pack(r.Measures));
    }

    private static async Task AlertsAsync(NpgsqlBinaryImporter copy, PreloadedCustomer c, DateTimeOffset now)
    {
        foreach (var alert in c.Alerts.Select(change => change.Alert))
        {
            await RowAsync(
                copy, c.State.Id, AlertWords.Word(alert.Kind), alert.Number, AlertWords.Word(alert.Status), AlertWords.Word(alert.Severity),
                alert.From, alert.To, c.State.Standing!.Manager, alert.OpenedOn, alert.RaisedOn, now, now, c.State.Version);
        }
    }

    private static async Task RowAsync(NpgsqlBinaryImporter copy, params object?[] values)
    {
        await copy.StartRowAsync();
        foreach (var value in values)
        {
            await (value switch
            {
                null => copy.WriteNullAsync(),
                (string json, NpgsqlDbType type) => copy.WriteAsync(json, type),
                DateTimeOffset moment => copy.WriteAsync(moment, NpgsqlDbType.TimestampTz),
                _ => WriteBoxedAsync(copy, value),
            });
        }
    }

    private static Task WriteBoxedAsync(NpgsqlBinaryImporter copy, object value) => value switch
    {
        string text => copy.WriteAsync(text),
        long number => copy.WriteAsync(number),
        int number => copy.WriteAsync(number),
        short number => copy.WriteAsync(number),
        decimal number => copy.WriteAsync(number),
        DateOnly day => copy.WriteAsync(day),
        byte[] bytes => copy.WriteAsync(bytes),
        string[] texts => copy.WriteAsync(texts),
        _ => throw new InvalidOperationException($"No column type for {value.GetType().Name}."),
    };
}
