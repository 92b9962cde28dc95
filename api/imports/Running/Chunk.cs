using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Lifecycle.Api.Imports.Csv;

namespace Lifecycle.Api.Imports.Running;

/// <summary>Rows that are done together.</summary>
/// <param name="Continues">Whether the first row depends on rows of the chunk before, so that it must wait for them.</param>
internal sealed record Chunk(List<ImportRow> Rows, bool Continues)
{
    private const int EnoughRows = 8_000;
    private const int EnoughCharacters = 4 << 20;
    private const int Ahead = 2;

    /// <summary>Cuts rows into chunks, on a thread of its own that stays a little ahead.</summary>
    public static async IAsyncEnumerable<Chunk> CutAsync(RowReader reader, Func<DateOnly> today, [EnumeratorCancellation] CancellationToken ct)
    {
        var chunks = Channel.CreateBounded<Chunk>(Ahead);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var cutting = Task.Run(() => CutAsync(reader, today, chunks.Writer, stopped.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(ct))
            {
                yield return chunk;
            }
        }
        finally
        {
            await stopped.CancelAsync();
            await cutting;
        }
    }

    private static async Task CutAsync(RowReader reader, Func<DateOnly> today, ChannelWriter<Chunk> target, CancellationToken ct)
    {
        try
        {
            var (rows, characters) = (new List<ImportRow>(EnoughRows), 0);
            while (reader.TryRead(today(), out var row))
            {
                // Not amid rows that depend on each other; but nobody waits for the end of a customer without end.
                var isFull = rows.Count >= EnoughRows || characters >= EnoughCharacters;
                if (isFull && (row.StartsGroup || rows.Count >= 2 * EnoughRows || characters >= 2 * EnoughCharacters))
                {
                    await target.WriteAsync(new(rows, !rows[0].StartsGroup), ct);
                    (rows, characters) = (new(EnoughRows), 0);
                }

                rows.Add(row);
                characters += row.Raw.Length;
            }

            if (rows.Count > 0)
            {
                await target.WriteAsync(new(rows, !rows[0].StartsGroup), ct);
            }

            target.Complete();
        }
        catch (Exception e)
        {
            target.TryComplete(e);
        }
    }
}
