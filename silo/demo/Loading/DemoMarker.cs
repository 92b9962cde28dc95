using Lifecycle.Grains;
using Lifecycle.Store;
using Npgsql;

namespace Lifecycle.Silo.Demo.Loading;

/// <summary>The one row that says which sample portfolio this database holds. An interrupted load is taken up with the day and seed it began with.</summary>
internal sealed class DemoMarker(Database database, IBusinessClock clock)
{
    /// <summary>Claims an empty database, or finds what was claimed before; null: it holds customers of somebody else.</summary>
    public async Task<(DateOnly Day, int Seed, bool IsComplete)?> BeginAsync(CancellationToken ct)
    {
        await using var claim = database.Readers.CreateCommand("""
            INSERT INTO demo (day, seed, began_at) SELECT $1, $2, $3
            WHERE NOT EXISTS (SELECT FROM customer)
            ON CONFLICT DO NOTHING
            """);
        claim.Parameters.Add(new() { Value = clock.Today });
        claim.Parameters.Add(new() { Value = DemoPortfolio.Seed });
        claim.Parameters.Add(Now());
        await claim.ExecuteNonQueryAsync(ct);

        await using var read = database.Readers.CreateCommand("SELECT day, seed, completed_at IS NOT NULL FROM demo");
        await using var row = await read.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<DateOnly>(0), row.GetInt32(1), row.GetBoolean(2)) : null;
    }

    /// <summary>Never again.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await using var command = database.Readers.CreateCommand("UPDATE demo SET completed_at = $1");
        command.Parameters.Add(Now());
        await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlParameter Now() => new() { Value = clock.Now.ToUniversalTime() };
}
