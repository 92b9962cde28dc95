using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Knowledge;

/// <summary>What was known of some customers before an instant, as it was read; folded by whoever has a core for it.</summary>
internal sealed class KnownHistories
{
    private readonly ILookup<string, RecordedFact> facts;
    private readonly ILookup<string, Posting> postings;

    private KnownHistories(ILookup<string, RecordedFact> facts, ILookup<string, Posting> postings) => (this.facts, this.postings) = (facts, postings);

    public static async Task<KnownHistories> ReadAsync(NpgsqlConnection snapshot, string[] ids, DateTimeOffset before, CancellationToken ct) => new(
        await RecordedFacts.ReadAsync(snapshot.Command(KnownSql.Facts, ids, before), ct),
        (await PostingRow.ReadAsync(snapshot.Command(KnownSql.Postings, ids, before), ct)).ToLookup(posting => posting.CustomerId, StringComparer.Ordinal));

    /// <summary>The policies published before an instant.</summary>
    public static async Task<PolicyBook> PoliciesAsync(NpgsqlConnection snapshot, PolicyBook book, DateTimeOffset before, CancellationToken ct)
    {
        var versions = new HashSet<int>();
        await using var row = await snapshot.Command(KnownSql.Policies, before).ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            versions.Add(row.GetInt32(0));
        }

        return book.Only(versions);
    }

    /// <summary>The customer as it was known, or null.</summary>
    public CustomerState? Fold(string id) => Refold.Known(id, [.. facts[id]], postings[id]);
}
