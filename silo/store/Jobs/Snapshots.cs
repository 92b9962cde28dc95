using Lifecycle.Grains;
using Lifecycle.Store.Committing;

namespace Lifecycle.Store.Jobs;

/// <summary>Portfolio snapshots in the database.</summary>
public sealed class Snapshots(Database database) : ISnapshots
{
    /// <inheritdoc/>
    public async Task<bool> IsKept(DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            "SELECT EXISTS (SELECT FROM portfolio_snapshot WHERE day = $1) OR NOT EXISTS (SELECT FROM customer WHERE version > 0)", day);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <inheritdoc/>
    public async Task Keep(DateOnly day, Grains.Portfolio portfolio, CancellationToken ct)
    {
        var cells = portfolio.Cells.ToArray();
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(
            """
            INSERT INTO portfolio_snapshot (day, class, tier, manager, region, customers, sales, receivable, overdue, score)
            SELECT $1, * FROM unnest($2::text[], $3::smallint[], $4::text[], $5::text[], $6::bigint[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[])
            WHERE NOT EXISTS (SELECT FROM portfolio_snapshot WHERE day = $1)
            """,
            day,
            Array.ConvertAll(cells, c => c.Key.Class),
            Array.ConvertAll(cells, c => (short)c.Key.Tier),
            Array.ConvertAll(cells, c => c.Key.Manager ?? ""),
            Array.ConvertAll(cells, c => c.Key.Region ?? ""),
            Array.ConvertAll(cells, c => c.Value.Customers),
            Array.ConvertAll(cells, c => c.Value.Sales),
            Array.ConvertAll(cells, c => c.Value.Receivable),
            Array.ConvertAll(cells, c => c.Value.Overdue),
            Array.ConvertAll(cells, c => c.Value.Score));
        await command.ExecuteNonQueryAsync(ct);
    }
}
