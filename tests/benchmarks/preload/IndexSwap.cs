using Npgsql;

namespace Lifecycle.Benchmarks.Preload;

/// <summary>Takes a table's indexes away and brings the very same ones back, however the schema defines them.</summary>
internal sealed class IndexSwap
{
    private readonly NpgsqlDataSource source;
    private readonly List<string> restore = [];

    private IndexSwap(NpgsqlDataSource source) => this.source = source;

    public static async Task<IndexSwap> DropAsync(NpgsqlDataSource source, string table)
    {
        var swap = new IndexSwap(source);
        var drop = new List<string>();
        await using (var command = source.CreateCommand("""
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid)
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid WHERE i.indrelid = $1::regclass
            """))
        {
            command.Parameters.Add(new() { Value = table, DataTypeName = "text" });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var isConstraint = !reader.IsDBNull(2);
                drop.Add(isConstraint ? $"ALTER TABLE {table} DROP CONSTRAINT {reader.GetString(2)}" : $"DROP INDEX {reader.GetString(0)}");
                swap.restore.Add(isConstraint ? $"ALTER TABLE {table} ADD CONSTRAINT {reader.GetString(2)} {reader.GetString(3)}" : reader.GetString(1));
            }
        }

        foreach (var sql in drop)
        {
            await swap.ExecuteAsync(sql);
        }

        return swap;
    }

    public async Task RestoreAsync()
    {
        foreach (var sql in restore)
        {
            await ExecuteAsync(sql);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
