using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Portfolio;

/// <summary>The live figures: cells and open deltas, summed.</summary>
public sealed class LivePortfolio(Database database) : ILivePortfolio
{
    // One statement, one snapshot: what the compactor moves in between is counted once.
    private const string Live = """
        SELECT class, tier, manager, region, sum(customers)::bigint, sum(sales), sum(receivable), sum(overdue), sum(score),
            (SELECT count(*) FROM customer WHERE next_review_on <= $1)
        FROM (SELECT * FROM portfolio_cell UNION ALL SELECT * FROM portfolio_delta) figures
        GROUP BY class, tier, manager, region
        HAVING (sum(customers), sum(sales), sum(receivable), sum(overdue), sum(score)) <> (0, 0, 0, 0, 0)
        """;

    /// <inheritdoc/>
    public async Task<(Grains.Portfolio Figures, long Pending)> Read(DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await ReadAsync(connection, today, ct);
    }

    /// <inheritdoc/>
    public async Task<long> CountPending(DateOnly day, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command("SELECT count(*) FROM customer WHERE next_review_on <= $1", day);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The same within a snapshot of the caller's.</summary>
    internal static async Task<(Grains.Portfolio Figures, long Pending)> ReadAsync(NpgsqlConnection connection, DateOnly today, CancellationToken ct)
    {
        var (portfolio, pending) = (new Grains.Portfolio(), 0L);
        await using var command = connection.Command(Live, today);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            portfolio.Add(
                new(reader.GetString(0), reader.GetInt16(1), Key(reader.GetString(2)), Key(reader.GetString(3))),
                new(reader.GetInt64(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
            pending = reader.GetInt64(9);
        }

        return (portfolio, pending);
    }

    private static string? Key(string stored) => stored.Length == 0 ? null : stored;
}
