using System.Runtime.CompilerServices;
using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Knowledge;

/// <summary>Some touched customers: as they are now, and what was known of them.</summary>
internal readonly record struct Touched(IReadOnlyList<(string Id, CustomerState? Now)> Customers, KnownHistories Then)
{
    /// <summary>Those that were known then or are known now.</summary>
    public IEnumerable<Twice> Fold()
    {
        foreach (var (id, now) in Customers)
        {
            var twice = new Twice(Then.Fold(id), now);
            if (!twice.IsUntouched)
            {
                yield return twice;
            }
        }
    }
}

/// <summary>Reads the touched through the open cursor, bounded by whoever asks for the next ones.</summary>
internal sealed class TouchedCustomers(CustomerReader customers, NpgsqlConnection snapshot, DateOnly ratable, DateTimeOffset before)
{
    /// <summary>Whether all of them could be read so far.</summary>
    public bool IsComplete { get; private set; } = true;

    public async IAsyncEnumerable<Touched> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await NextAsync(ct) is { Count: > 0 } rows)
        {
            var some = rows.Select(row => (row.Id, Now: row.Packed is { } packed ? customers.TryUnpack(packed) : null, row.Packed))
                .Where(row => row.Packed is null == row.Now is null)
                .Select(row => (row.Id, row.Now))
                .ToArray();
            IsComplete &= some.Length == rows.Count;
            await FillAsync(some, ct);
            yield return new(some, await KnownHistories.ReadAsync(snapshot, Array.ConvertAll(some, row => row.Id), before, ct));
        }
    }

    private async Task<List<(string Id, PackedCustomer? Packed)>> NextAsync(CancellationToken ct)
    {
        var rows = new List<(string, PackedCustomer?)>();

        // Opening the cursor found nobody yet: the first of these does.
        await using var next = snapshot.Command(TouchedSql.Next);
        next.CommandTimeout = TwiceReader.Patience;
        await using var row = await next.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var id = row.GetString(0);
            rows.Add((id, row.IsDBNull(1) ? null : new PackedCustomer(id, row.GetInt64(1), row.GetFieldValue<byte[]>(2))));
        }

        return rows;
    }

    /// <summary>Whose state of now was compacted too far gets the whole ledger.</summary>
    private async Task FillAsync((string Id, CustomerState? Now)[] some, CancellationToken ct)
    {
        var compacted = some.Select(row => row.Now).OfType<CustomerState>().Where(state => state.Movements.CannotRate(ratable)).ToArray();
        if (compacted.Length == 0)
        {
            return;
        }

        var filled = (await CustomerReader.WithLedgersAsync(snapshot, compacted, ct)).ToDictionary(state => state.Id, StringComparer.Ordinal);
        for (var i = 0; i < some.Length; i++)
        {
            some[i].Now = filled.GetValueOrDefault(some[i].Id) ?? some[i].Now;
        }
    }
}
