using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;

namespace Lifecycle.Store.Jobs;

/// <summary>Due reviews, by the index on the next step day.</summary>
public sealed class Reviews(Database database) : IReviews
{
    // Asked of everybody: looked up in a hash that is made once, not by scanning the table again for each.
    private const string IsFit = "id NOT IN (SELECT customer_id FROM quarantine)";
    private const string IsDue = $"next_review_on <= $1 AND {IsFit}";

    /// <inheritdoc/>
    public async Task<DateOnly?> NextDue(DateOnly from, DateOnly to, CancellationToken ct) =>
        await AskAsync($"SELECT min(next_review_on) FROM customer WHERE {IsDue} AND next_review_on >= $2", ct, to, from) as DateOnly?;

    /// <inheritdoc/>
    public async Task<long> CountDue(DateOnly day, CancellationToken ct) =>
        (long)(await AskAsync($"SELECT count(*) FROM customer WHERE {IsDue}", ct, day))!;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Due(DateOnly day, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command($"SELECT id FROM customer WHERE {IsDue}", day);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return reader.GetString(0);
        }
    }

    /// <inheritdoc/>
    public async Task<long> CountAll(CancellationToken ct) =>
        (long)(await AskAsync("SELECT count(*) FROM customer WHERE version > 0", ct))!;

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<PackedCustomer>> All([EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var query = connection.Command($"SELECT id, version, packed FROM customer WHERE version > 0 AND {IsFit}");
        await foreach (var chunk in PackedScan.ReadAsync(query, ct))
        {
            yield return chunk;
        }
    }

    private async Task<object?> AskAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var command = connection.Command(sql, values);
        return await command.ExecuteScalarAsync(ct);
    }
}
