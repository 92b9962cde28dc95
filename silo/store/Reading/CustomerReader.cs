using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Committed states, read beside the commits.</summary>
public sealed partial class CustomerReader(Database database, ILogger<CustomerReader> log) : ICustomerReader
{
    private const string Unreversed = """
        SELECT p.source, p.external_id, p.customer_id, p.kind, p.cents, p.occurred_on, p.due_on FROM posting p
        WHERE p.customer_id = $1
          AND NOT EXISTS (SELECT FROM reversal r WHERE r.customer_id = p.customer_id AND r.posting_id = p.id)
        """;

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
        return await WithLedgerAsync(connection, (await FindAsync(connection, customerId, ct))!, ct);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CustomerState> All(DateOnly ratable, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var compacted = new List<CustomerState>();
        await using (var reader = await connection
            .Command("SELECT id, version, packed FROM customer WHERE version > 0").ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                if (TryUnpack(reader) is not { } state)
                {
                    continue;
                }

                if (state.Movements.CannotRate(ratable))
                {
                    compacted.Add(state);
                }
                else
                {
                    yield return state;
                }
            }
        }

        foreach (var state in compacted)
        {
            yield return await WithLedgerAsync(connection, state, ct);
        }
    }

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

    private static async Task<CustomerState> WithLedgerAsync(NpgsqlConnection connection, CustomerState state, CancellationToken ct)
    {
        var postings = new List<Posting>();
        await using var reader = await connection.Command(Unreversed, state.Id).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            postings.Add(PostingRow.Read(reader));
        }

        return state with { Movements = Movements.Of(postings) };
    }

    /// <summary>One damaged customer must not hide the portfolio of all others; verification and the next commit name it, too.</summary>
    private CustomerState? TryUnpack(NpgsqlDataReader row)
    {
        try
        {
            return PackedState.Unpack(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
        }
        catch (InvalidDataException e)
        {
            LeftOut(log, row.GetString(0), e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {CustomerId} is left out of the figures: {Reason}")]
    private static partial void LeftOut(ILogger log, string customerId, string reason);
}
