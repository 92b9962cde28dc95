using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Api.Imports.Undoing;

/// <summary>What an import left with a customer, or a part of its many postings.</summary>
/// <param name="Postings">Null: it brought none.</param>
internal sealed record UndoPart(string CustomerId, PostingRange? Postings)
{
    /// <summary>Whether the customer is done with it.</summary>
    public bool IsLast => Postings is null or { IsLast: true };
}

/// <summary>
/// Everything that undoing an import has to do, in a scratch file: the whole ledger is read for it once, and no snapshot of it
/// is held while the work is done. What is undone is still found, so a plan made anew numbers its parts the same.
/// </summary>
internal sealed class UndoPlan : IDisposable
{
    private const string PostingParts = """
        SELECT customer_id, min(id), max(id), count(*)::int, part = max(part) OVER (PARTITION BY customer_id)
        FROM (SELECT customer_id, id, (row_number() OVER (PARTITION BY customer_id ORDER BY id) - 1) / $2 AS part FROM posting WHERE import_id = $1) AS brought
        GROUP BY customer_id, part ORDER BY customer_id, part
        """;

    private const string Touched = """
        SELECT customer_id, NULL, NULL, 0, true FROM customer_event WHERE import_id = $1 AND $2 > 0 GROUP BY customer_id ORDER BY customer_id
        """;

    private readonly FileStream file;
    private readonly BinaryReader reader;

    private UndoPlan(FileStream file) => (this.file, reader) = (file, new(file));

    /// <summary>How many customers it is about.</summary>
    public long Customers { get; private set; }

    /// <summary>Reads what the import left, up to the parts that are done.</summary>
    public static async Task<UndoPlan> MakeAsync(NpgsqlDataSource database, Spool spool, PendingUndo undo, CancellationToken ct)
    {
        var plan = new UndoPlan(spool.OpenScratch(undo.Import, "undo"));
        try
        {
            await plan.FillAsync(database, undo, ct);
            return plan;
        }
        catch
        {
            plan.Dispose();
            throw;
        }
    }

    /// <summary>The next part; null at the end.</summary>
    public UndoPart? Next()
    {
        if (file.Position == file.Length)
        {
            return null;
        }

        var customer = reader.ReadString();
        var (first, last, count, isLast) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean());
        return new(customer, count == 0 ? null : new(first, last, count, isLast));
    }

    public void Dispose() => reader.Dispose();

    private async Task FillAsync(NpgsqlDataSource database, PendingUndo undo, CancellationToken ct)
    {
        await using var command = database.Command(undo.Kind == ImportKind.Postings ? PostingParts : Touched, undo.Import, (long)PostingRange.Most);
        command.CommandTimeout = Sql.LedgerSeconds;
        await using var row = await command.ExecuteReaderAsync(ct);
        await using var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var number = 1L; await row.ReadAsync(ct); number++)
        {
            var isLast = row.GetBoolean(4);
            Customers += isLast ? 1 : 0;
            if (number > undo.Through)
            {
                writer.Write(row.GetString(0));
                writer.Write(row.IsDBNull(1) ? 0 : row.GetInt64(1));
                writer.Write(row.IsDBNull(2) ? 0 : row.GetInt64(2));
                writer.Write(row.GetInt32(3));
                writer.Write(isLast);
            }
        }

        writer.Flush();
        file.Position = 0;
    }
}
