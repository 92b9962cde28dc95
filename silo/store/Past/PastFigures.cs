using System.Data;
using Lifecycle.Grains;
using Lifecycle.Store.Knowledge;
using Lifecycle.Store.Policies;
using Lifecycle.Store.Reading;
using Npgsql;

namespace Lifecycle.Store.Past;

/// <summary>
/// Figures as of any day, computed one at a time, so that curiosity never takes more than its share of the machine; the
/// last answers are kept in memory with the mark of the snapshot that they were read in.
/// </summary>
public sealed class PastFigures(Database database, CustomerReader customers, PolicyStore policies) : IPastFigures, IDisposable
{
    private readonly Answers answers = new();
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public Task<T> Ask<T>(
        object question, DateOnly first, DateOnly last, Func<PolicyBook, T> begin, CancellationToken ct, IProgress<long>? progress = null)
        where T : class, IFold<T> =>
        AnswerAsync(question, last, (snapshot, book) => customers.FoldAsync(snapshot, book.LooksFrom(first), () => begin(book), progress, ct), ct);

    /// <inheritdoc/>
    public Task<T> AskTwice<T>(
        object question, DateOnly first, DateOnly last, KnownAt known, Func<PolicyBook, PolicyBook, T> begin, CancellationToken ct,
        IProgress<long>? progress = null)
        where T : class, IFold<Twice, T> =>
        AnswerAsync(
            (question, known.Day), last,
            async (snapshot, book) =>
            {
                var then = await KnownHistories.PoliciesAsync(snapshot, book, known.Before, ct);
                var lastThen = last < known.Day ? last : known.Day;
                return await customers.FoldTwiceAsync(snapshot, book.LooksFrom(first), lastThen, known.Before, () => begin(then, book), progress, ct);
            },
            ct);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<T> AnswerAsync<T>(
        object question, DateOnly last, Func<NpgsqlConnection, PolicyBook, Task<(T Whole, bool IsComplete)>> fold, CancellationToken ct)
        where T : class
    {
        if (await RecallAsync<T>(question, last, ct) is { } known)
        {
            return known;
        }

        await turn.WaitAsync(ct);
        try
        {
            // Whoever was before us may have asked the same.
            return await RecallAsync<T>(question, last, ct) ?? await ComputeAsync(question, last, fold, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<T?> RecallAsync<T>(object question, DateOnly last, CancellationToken ct)
        where T : class
    {
        if (answers.Find(question) is not { } answer)
        {
            return null;
        }

        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await PastChanges.MarkAsync(connection, last, ct) == answer.Mark ? (T)answer.Value : null;
    }

    private async Task<T> ComputeAsync<T>(
        object question, DateOnly last, Func<NpgsqlConnection, PolicyBook, Task<(T Whole, bool IsComplete)>> fold, CancellationToken ct)
        where T : class
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var mark = await PastChanges.MarkAsync(connection, last, ct);
        var book = await policies.AtEpochAsync(connection, mark.Epoch, ct);
        var (value, isComplete) = await fold(connection, book);
        if (isComplete)
        {
            // Nothing tells when a damaged customer is mended: without it the answer is only good for now.
            answers.Keep(question, new(mark, value));
        }

        return value;
    }
}
