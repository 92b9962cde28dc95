using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Policies;

/// <summary>The published policies. Commits ask for them at the epoch that they have locked.</summary>
public sealed class PolicyStore(Database database) : IPolicies
{
    private volatile Loaded? loaded;

    /// <inheritdoc/>
    public PolicyBook Book => loaded?.Book ?? throw new InvalidOperationException("The policies are not loaded yet.");

    /// <inheritdoc/>
    public string? Json(int version) => loaded?.Documents.GetValueOrDefault(version);

    /// <summary>Publishes the default policy into an empty database, and reads what is there.</summary>
    public async Task StartAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.Rules).ExecuteNonQueryAsync(ct);
            await connection.Command(
                """
                WITH first AS (
                    INSERT INTO policy (version, in_force_from, document, published_at)
                    SELECT 1, $1, $2::text::jsonb, $3 WHERE NOT EXISTS (SELECT FROM policy)
                    RETURNING version)
                UPDATE rules SET epoch = epoch + 1 WHERE EXISTS (SELECT FROM first)
                """,
                Days.Earliest, PolicyReader.DefaultJson, now).ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }

        loaded = await LoadAsync(connection, ct);
    }

    internal async ValueTask<PolicyBook> AtEpochAsync(NpgsqlConnection connection, int epoch, CancellationToken ct)
    {
        if (loaded is not { } current || current.Epoch != epoch)
        {
            loaded = current = await LoadAsync(connection, ct);
        }

        return current.Book;
    }

    private static async Task<Loaded> LoadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var epoch = (int)(await connection.Command(CommitSql.ReadEpoch).ExecuteScalarAsync(ct))!;
        var policies = new List<Policy>();
        var documents = new Dictionary<int, string>();
        await using var reader = await connection.Command("SELECT version, in_force_from, document::text FROM policy").ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(2);
            var (document, faults) = PolicyReader.Read(json);
            if (document is null)
            {
                throw new InvalidDataException($"Policy {reader.GetInt32(0)} cannot be read: {faults[0].Pointer} {faults[0].Message}");
            }

            policies.Add(new(reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1), document));
            documents.Add(reader.GetInt32(0), json);
        }

        return new(epoch, new PolicyBook(policies), documents);
    }

    private sealed record Loaded(int Epoch, PolicyBook Book, Dictionary<int, string> Documents);
}
