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
        await PublishAsync(PolicyReader.DefaultJson, Days.Earliest, now, "count(*) = 0", ct);
        await Newest(ct);
    }

    /// <inheritdoc/>
    public async Task<PolicyBook> Newest(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await SeenByAsync(connection, ct);
    }

    /// <summary>The policies as a connection sees them.</summary>
    internal async ValueTask<PolicyBook> SeenByAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await AtEpochAsync(connection, (int)(await connection.Command(CommitSql.ReadEpoch).ExecuteScalarAsync(ct))!, ct);

    /// <summary>Publishes a document that has been validated as the next version. No commit under an older book lands behind it.</summary>
    public Task PublishAsync(string json, DateOnly inForceFrom, DateTimeOffset now, CancellationToken ct) =>
        PublishAsync(json, inForceFrom, now, "true", ct);

    /// <inheritdoc/>
    public async Task<bool> AwaitsSweep(DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return (bool)(await connection.Command(
            "SELECT EXISTS (SELECT FROM policy WHERE NOT is_swept AND in_force_from <= $1)", today).ExecuteScalarAsync(ct))!;
    }

    /// <inheritdoc/>
    public async Task Swept(PolicyBook book, DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await connection.Command(
            "UPDATE policy SET is_swept = true WHERE NOT is_swept AND in_force_from <= $1 AND version = ANY($2)",
            today, book.Published.Select(p => p.Version).ToArray()).ExecuteNonQueryAsync(ct);
    }

    internal async ValueTask<PolicyBook> AtEpochAsync(NpgsqlConnection connection, int epoch, CancellationToken ct)
    {
        if (loaded is { } current && current.Epoch == epoch)
        {
            return current.Book;
        }

        // A snapshot may see older policies than others have met since.
        var read = await LoadAsync(connection, ct);
        loaded = loaded is { } other && other.Epoch > read.Epoch ? other : read;
        return read.Book;
    }

    private async Task PublishAsync(string json, DateOnly inForceFrom, DateTimeOffset now, string condition, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.Rules).ExecuteNonQueryAsync(ct);
        await connection.Command(
            $"""
            WITH next AS (
                INSERT INTO policy (version, in_force_from, document, published_at, is_swept)
                SELECT coalesce(max(version), 0) + 1, $1, $2::text::jsonb, $3, max(version) IS NULL FROM policy HAVING {condition}
                RETURNING version)
            UPDATE rules SET epoch = epoch + 1 WHERE EXISTS (SELECT FROM next)
            """,
            inForceFrom, json, now).ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Loaded> LoadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // One statement, one snapshot: the epoch belongs to these versions.
        var epoch = 0;
        var policies = new List<Policy>();
        var documents = new Dictionary<int, string>();
        await using var reader = await connection.Command("SELECT version, in_force_from, document::text, epoch FROM policy, rules").ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var json = reader.GetString(2);
            var (document, faults) = PolicyReader.Read(json);
            if (document is null)
            {
                throw new InvalidDataException($"Policy {reader.GetInt32(0)} cannot be read: {faults[0].Pointer} {faults[0].Message}");
            }

            epoch = reader.GetInt32(3);
            policies.Add(new(reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1), Shared(document)));
            documents.Add(reader.GetInt32(0), json);
        }

        return new(epoch, new PolicyBook(policies), documents);
    }

    // The class names of published versions stand in the state of every customer.
    private static PolicyDocument Shared(PolicyDocument document) =>
        document with { Classes = [.. document.Classes.Select(rule => rule with { Class = string.Intern(rule.Class) })] };

    private sealed record Loaded(int Epoch, PolicyBook Book, Dictionary<int, string> Documents);
}
