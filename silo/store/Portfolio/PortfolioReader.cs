using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Portfolio;

/// <summary>The live figures.</summary>
public static class PortfolioReader
{
    // One statement, one snapshot: what the compactor moves in between is counted once.
    private const string Live = """
        SELECT class, tier, manager, region, sum(customers)::bigint, sum(sales), sum(receivable), sum(overdue), sum(score)
        FROM (SELECT * FROM portfolio_cell UNION ALL SELECT * FROM portfolio_delta) figures
        GROUP BY class, tier, manager, region HAVING (sum(customers), sum(sales), sum(receivable), sum(overdue), sum(score)) <> (0, 0, 0, 0, 0)
        """;

    /// <summary>Cells and open deltas, summed.</summary>
    public static async Task<Grains.Portfolio> LiveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var portfolio = new Grains.Portfolio();
        await using var reader = await connection.Command(Live).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            portfolio.Add(
                new(reader.GetString(0), reader.GetInt16(1), Key(reader.GetString(2)), Key(reader.GetString(3))),
                new(reader.GetInt64(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
        }

        return portfolio;
    }

    private static string? Key(string stored) => stored.Length == 0 ? null : stored;
}
