using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Committed states, read beside the commits.</summary>
public sealed partial class CustomerReader(Database database, ILogger<CustomerReader> log) : ICustomerReader
{
    private const int LedgersAtOnce = 200;

    private const string Unreversed = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on FROM posting p
        WHERE p.customer_id = ANY($1)
          AND NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id)
        """;

    private const string Some = "SELECT id, version, packed FROM customer WHERE id = ANY($1)";

    /// <inheritdoc/>
    public async Task<CustomerState?> Find(string customerId, DateOnly? ratable, CancellationToken ct)
    {
        // One statement in the ordinary case; state and ledger of one customer only belong together within a snapshot.
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        var state = await FindAsync(connection, customerId, ct);
        if (state is null || ratable is not { } day || !state.Movements.CannotRate(day))
        {
            return state;
        }

        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        return await FindAsync(connection, customerId, day, ct);
    }

    /// <summary>One customer as a snapshot sees it, able to be rated as of a day.</summary>
    internal static async Task<CustomerState?> FindAsync(NpgsqlConnection snapshot, string customerId, DateOnly ratable, CancellationToken ct)
    {
        var state = await FindAsync(snapshot, customerId, ct);
        return state is not null && state.Movements.CannotRate(ratable) ? (await WithLedgersAsync(snapshot, [state], ct))[0] : state;
    }

    /// <summary>Adds every customer whose state can be read, each able to be rated as of a day and later, on all cores.</summary>
    /// <param name="snapshot">A transaction that sees the same all the time.</param>
    /// <param name="begin">An empty result.</param>
    /// <returns>The result, and whether everybody is in it.</returns>
    internal async Task<(T Whole, bool IsComplete)> FoldAsync<T>(
        NpgsqlConnection snapshot, DateOnly ratable, Func<T> begin, IProgress<long>? progress, CancellationToken ct)
        where T : class, IFold<T>
    {
        var parts = new FoldParts<CustomerState, T>(begin, progress);
        var isComplete = await ScanAsync(snapshot.Command("SELECT id, version, packed FROM customer WHERE version > 0"), ratable, parts.Add, ct);
        return (parts.Join(), isComplete);
    }

    /// <summary>Reads the customers of a query for id, version and packed state, each able to be rated as of a day and later, on all cores.</summary>
    /// <param name="query">In a transaction that sees the same all the time.</param>
    /// <param name="add">Takes some of them; called from several threads.</param>
    /// <returns>Whether all of them could be read.</returns>
    internal async Task<bool> ScanAsync(NpgsqlCommand query, DateOnly ratable, Action<IEnumerable<CustomerState>> add, CancellationToken ct)
    {
        // Their ids alone: with their states a day long past would take the memory of a whole portfolio.
        var compacted = new List<string>();
        var isComplete = true;
        await using var owned = query;
        await ForEachAsync(PackedScan.ReadAsync(query, ct), Add, ct);
        await ForEachAsync(WithLedgersAsync(query.Connection!, compacted, ct), add, ct);
        return isComplete;

        void Add(IReadOnlyList<PackedCustomer> chunk)
        {
            var readable = chunk.Select(TryUnpack).OfType<CustomerState>().ToList();
            var states = readable.ToLookup(s => s.Movements.CannotRate(ratable));
            add(states[false]);
            lock (compacted)
            {
                compacted.AddRange(states[true].Select(s => s.Id));
                isComplete &= readable.Count == chunk.Count;
            }
        }
    }

    /// <summary>Does something with all that a reading of everybody brings, on all cores; postings have the right of way.</summary>
    internal Task ForEachAsync<T>(IAsyncEnumerable<T> chunks, Action<T> body, CancellationToken ct) =>
        QuietThreads.ForEachAsync(database.RightOfWay.GiveAsync(chunks, ct), body, ct);

    private static async Task<CustomerState?> FindAsync(NpgsqlConnection connection, string customerId, CancellationToken ct)
    {
        await using var reader = await connection
            .Command("SELECT version, packed FROM customer WHERE id = $1 AND version > 0", customerId).ExecuteReaderAsync(ct);
        try
        {
            return await reader.ReadAsync(ct) ? PackedState.Unpack(customerId, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableStateException(customerId, e);
        }
    }

    /// <summary>Customers with everything that was compacted, some at a time, bounded by whoever asks for the next ones.</summary>
    private async IAsyncEnumerable<CustomerState[]> WithLedgersAsync(
        NpgsqlConnection snapshot, List<string> ids, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in ids.Chunk(LedgersAtOnce))
        {
            await using var query = snapshot.Command(Some, (object)some);
            var states = new List<CustomerState>(some.Length);
            await foreach (var chunk in PackedScan.ReadAsync(query, ct))
            {
                states.AddRange(chunk.Select(TryUnpack).OfType<CustomerState>());
            }

            yield return await WithLedgersAsync(snapshot, [.. states], ct);
        }
    }

    /// <summary>The same customers with everything that was compacted.</summary>
    internal static async Task<CustomerState[]> WithLedgersAsync(NpgsqlConnection connection, CustomerState[] states, CancellationToken ct)
    {
        var postings = await PostingRow.ReadAsync(connection.Command(Unreversed, (object)Array.ConvertAll(states, s => s.Id)), ct);
        var ledgers = postings.ToLookup(p => p.CustomerId, StringComparer.Ordinal);
        return Array.ConvertAll(states, s => s with { Movements = Movements.Of(ledgers[s.Id]) });
    }

    /// <summary>One damaged customer must not hide the portfolio of all others; verification and the next commit name it, too.</summary>
    internal CustomerState? TryUnpack(PackedCustomer customer)
    {
        try
        {
            return customer.Unpack();
        }
        catch (InvalidDataException e)
        {
            LeftOut(log, customer.Id, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {CustomerId} is left out of the figures: {Reason}")]
    private static partial void LeftOut(ILogger log, string customerId, string reason);
}
