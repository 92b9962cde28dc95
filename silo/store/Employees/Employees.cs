using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Employees;

/// <summary>Employees in the database.</summary>
public sealed class Employees(Database database) : IEmployees
{
    // One change at a time: two at once could close a circle that neither of them sees. Readers do not wait.
    private const string Lock = "LOCK TABLE employee IN SHARE ROW EXCLUSIVE MODE";

    private const string One = "SELECT id, superior, roles, version FROM employee WHERE id = $1";

    // From the superior upwards. UNION, not UNION ALL: it ends even where somebody made a circle by hand.
    private const string IsAbove = """
        WITH RECURSIVE above (id) AS (
            SELECT $2::text COLLATE "C"
            UNION
            SELECT e.superior FROM above JOIN employee e ON e.id = above.id WHERE e.superior IS NOT NULL)
        SELECT EXISTS (SELECT FROM above WHERE id = $1)
        """;

    private const string Save = """
        INSERT INTO employee AS e (id, version, superior, roles) VALUES ($1, 1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET version = e.version + 1, superior = excluded.superior, roles = excluded.roles
        RETURNING id, superior, roles, version
        """;

    /// <inheritdoc/>
    public async Task<Employee?> Find(string id, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await OneAsync(connection.Command(One, id), ct);
    }

    /// <inheritdoc/>
    public async Task<EmployeeChange> Put(string id, string? superior, ImmutableArray<string>? roles, long? expected, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Command(Lock).ExecuteNonQueryAsync(ct);
        var stored = await OneAsync(connection.Command(One, id), ct);
        if (expected is { } version && version != (stored?.Version ?? 0))
        {
            return new(null, IsNew: false, Employee.Changed);
        }

        var granted = roles ?? stored?.Roles ?? [];
        if (stored is not null && stored.Superior == superior && stored.Roles.SequenceEqual(granted))
        {
            return new(stored, IsNew: false, Refusal: null);
        }

        if (superior is not null && (bool)(await connection.Command(IsAbove, id, superior).ExecuteScalarAsync(ct))!)
        {
            return new(null, IsNew: false, Employee.Circle);
        }

        var saved = await OneAsync(connection.Command(Save, id, Sql.OrNull(superior), granted.ToArray()), ct);
        await transaction.CommitAsync(ct);
        return new(saved, IsNew: stored is null, Refusal: null);
    }

    private static async Task<Employee?> OneAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var owned = command;
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetString(0), row.Text(1), [.. row.GetFieldValue<string[]>(2)], row.GetInt64(3))
            : null;
    }
}
