using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Benchmarks.Sweeping;

/// <summary>
/// Class and score of every customer from its postings, as one would write it without this system: three statements, the
/// planner free to use what the server has. It is given much: credit terms in a table of their own, no evaluations, no
/// tiers, no alerts, and nobody is told of the result.
/// </summary>
internal sealed class SetBasedRating : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private readonly DateOnly day;

    private SetBasedRating(NpgsqlDataSource source, NpgsqlConnection connection, DateOnly day) =>
        (this.source, this.connection, this.day) = (source, connection, day);

    public static async Task<SetBasedRating> PrepareAsync(string connectionString, DateOnly day)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        var rating = new SetBasedRating(source, await source.OpenConnectionAsync(), day);
        await rating.ExecuteAsync(SetBasedSql.Terms);
        return rating;
    }

    /// <summary>Rates everybody, into a table of this session.</summary>
    public async Task RateAsync(PendingRule rule)
    {
        await ExecuteAsync(SetBasedSql.Totals(day));
        await ExecuteAsync(SetBasedSql.Overdue(day));
        await ExecuteAsync(SetBasedSql.Rated(day, rule));
    }

    /// <summary>A rule that moves about so many customers, by what was rated last under the default.</summary>
    public async Task<PendingRule> FindStricterAsync(long moving)
    {
        await using var command = new NpgsqlCommand(
            "SELECT receivable FROM rated WHERE batches = 2 AND receivable > 0 AND class NOT LIKE 'new.%' ORDER BY receivable DESC OFFSET $1 LIMIT 1", connection)
        {
            Parameters = { new() { Value = moving - 1 } },
        };
        return new(2, (long)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("Too few customers owe anything.")));
    }

    /// <summary>Every customer must have the class, the score and the sums that the product has given it.</summary>
    public async Task CompareAsync(int customers)
    {
        await using var command = new NpgsqlCommand(SetBasedSql.Same, connection) { CommandTimeout = 0 };
        var same = (long)(await command.ExecuteScalarAsync())!;
        if (same != customers)
        {
            throw new InvalidOperationException($"SQL and sweep agree on {same} customers of {customers}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
