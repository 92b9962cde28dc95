using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Reads packed customers straight through: unpacking is left to the cores that are free for it.</summary>
internal static class PackedScan
{
    private const int ChunkSize = 500;

    /// <summary>The rows of a query for id, version and packed state, in chunks; bounded by whoever asks for the next one.</summary>
    public static IAsyncEnumerable<IReadOnlyList<PackedCustomer>> ReadAsync(NpgsqlCommand query, CancellationToken ct) => ReadAsync(query, Customer, ct);

    /// <summary>The rows of a query for these and more, in the same way.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlCommand query, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await query.ExecuteReaderAsync(ct);
        var more = true;
        try
        {
            while (more)
            {
                var chunk = new List<T>(ChunkSize);
                while (chunk.Count < ChunkSize && (more = await reader.ReadAsync(ct)))
                {
                    chunk.Add(read(reader));
                }

                if (chunk.Count > 0)
                {
                    yield return chunk;
                }
            }
        }
        finally
        {
            if (more)
            {
                // Closed early, a reader would read all the rest.
                query.Cancel();
            }
        }
    }

    /// <summary>The customer of a row that begins with id, version and packed state.</summary>
    public static PackedCustomer Customer(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
}
