using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Npgsql;

namespace Lifecycle.Store.Reading;

/// <summary>Reads packed customers straight through: unpacking is left to the cores that are free for it.</summary>
internal static class PackedScan
{
    private const int ChunkSize = 500;

    /// <summary>The rows of a query for id, version and packed state, in chunks; bounded by whoever asks for the next one.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<PackedCustomer>> ReadAsync(NpgsqlCommand query, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await query.ExecuteReaderAsync(ct);
        for (var more = true; more;)
        {
            var chunk = new List<PackedCustomer>(ChunkSize);
            while (chunk.Count < ChunkSize && (more = await reader.ReadAsync(ct)))
            {
                chunk.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
            }

            if (chunk.Count > 0)
            {
                yield return chunk;
            }
        }
    }
}
