using Lifecycle.Grains;
using Lifecycle.Store.Care;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Templates;

/// <summary>Saved templates in the database, and the book of this silo kept up with them.</summary>
public sealed class TemplateStore(Database database, ITemplateBook book, IBusinessClock clock) : ITemplateVersions
{
    /// <summary>The channel that other silos are told on.</summary>
    internal const string ChannelName = "lifecycle_templates";

    /// <summary>Puts into force what is saved, before anybody renders.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await RefreshAsync(connection, ct);
    }

    /// <inheritdoc/>
    public async Task<Refusal?> Save(string name, string language, TemplateContent? content, int? seen, bool onlyNew, string author, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            // One at a time, so that versions follow each other and ids become visible in their order.
            await connection.Command("SELECT pg_advisory_xact_lock($1)", AdvisoryLocks.Templates).ExecuteNonQueryAsync(ct);
            var last = await TemplateRows.LastAsync(connection, name, language, ct);
            if ((seen is { } known && known != (last?.Version ?? 0)) || (onlyNew && last?.Content is not null))
            {
                return ITemplateVersions.Changed;
            }

            if (content == last?.Content)
            {
                return null;
            }

            await RefreshAsync(connection, ct);
            var (before, users) = (book.Find(name, language), await TemplateUses.ReadAsync(connection, name, clock.Today, ct));
            if (TemplateUse.WhyNot(before?.Content, content ?? before?.File, users) is { } refusal)
            {
                return refusal;
            }

            await TemplateRows.SaveAsync(connection, new(name, language, (last?.Version ?? 0) + 1, content, author, clock.Now), ct);
            await GoThroughAgain.ForAsync(connection, users, clock.Today, ct);
            await connection.Command($"NOTIFY {ChannelName}").ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }

        // Whoever was answered finds it in force here.
        await RefreshAsync(connection, CancellationToken.None);
        return null;
    }

    /// <inheritdoc/>
    public async Task<TemplateVersion?> Find(string name, string language, int version, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await TemplateRows.OneAsync(connection, name, language, version, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TemplateVersion>> Before(string name, string language, int? before, int limit, CancellationToken ct)
    {
        await using var connection = await database.Readers.OpenConnectionAsync(ct);
        return await TemplateRows.PageAsync(connection, name, language, before ?? int.MaxValue, limit, ct);
    }

    /// <summary>Until the transaction ends no version is saved, and the book knows all that are.</summary>
    internal async Task<ITemplateBook> HoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.Command("SELECT pg_advisory_xact_lock_shared($1)", AdvisoryLocks.Templates).ExecuteNonQueryAsync(ct);
        await RefreshAsync(connection, ct);
        return book;
    }

    /// <summary>The words in force of a rule's templates, as this silo knows them.</summary>
    internal string WordsOf(CareRule rule) => TemplateWords.Of(rule, book.All);

    /// <summary>Reads what was saved since this book last knew.</summary>
    internal async Task RefreshAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await TemplateRows.StampAsync(connection, ct) > book.Stamp)
        {
            var (stamp, newest) = await TemplateRows.NewestAsync(connection, ct);
            book.Use(stamp, newest);
        }
    }
}
