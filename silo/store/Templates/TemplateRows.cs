using Lifecycle.Grains;
using Lifecycle.Store.Committing;
using Npgsql;

namespace Lifecycle.Store.Templates;

/// <summary>Saved versions of templates as rows.</summary>
internal static class TemplateRows
{
    private const string Columns = "name, language, version, template_language, subject, body, html, is_commercial, author, saved_at";

    private const string Newest = $"""
        SELECT DISTINCT ON (name, language) {Columns}, (SELECT max(id) FROM template_version)
        FROM template_version ORDER BY name, language, version DESC
        """;

    private const string Last = $"SELECT {Columns} FROM template_version WHERE name = $1 AND language = $2 ORDER BY version DESC LIMIT 1";

    private const string One = $"SELECT {Columns} FROM template_version WHERE name = $1 AND language = $2 AND version = $3";

    private const string Page = $"SELECT {Columns} FROM template_version WHERE name = $1 AND language = $2 AND version < $3 ORDER BY version DESC LIMIT $4";

    private const string Insert = """
        INSERT INTO template_version (name, language, version, template_language, subject, body, html, is_commercial, author, saved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const int Width = 10;

    /// <summary>Up to where versions were saved; 0: none ever.</summary>
    public static async Task<long> StampAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (long)(await connection.Command("SELECT coalesce(max(id), 0) FROM template_version").ExecuteScalarAsync(ct))!;

    /// <summary>The newest version of everything, and up to where that is all. One statement, one snapshot.</summary>
    public static async Task<(long Stamp, List<TemplateVersion> Versions)> NewestAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (stamp, versions) = (0L, new List<TemplateVersion>());
        await using var command = connection.Command(Newest);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            stamp = row.GetInt64(Width);
            versions.Add(Read(row));
        }

        return (stamp, versions);
    }

    public static async Task<TemplateVersion?> LastAsync(NpgsqlConnection connection, string name, string language, CancellationToken ct) =>
        (await connection.Command(Last, name, language).RowsAsync(Read, ct)).SingleOrDefault();

    public static async Task<TemplateVersion?> OneAsync(NpgsqlConnection connection, string name, string language, int version, CancellationToken ct) =>
        (await connection.Command(One, name, language, version).RowsAsync(Read, ct)).SingleOrDefault();

    public static Task<List<TemplateVersion>> PageAsync(NpgsqlConnection connection, string name, string language, int before, int limit, CancellationToken ct) =>
        connection.Command(Page, name, language, before, limit).RowsAsync(Read, ct);

    public static Task SaveAsync(NpgsqlConnection connection, TemplateVersion version, CancellationToken ct)
    {
        var content = version.Content;
        return connection.Command(
            Insert,
            version.Name, version.Language, version.Version, Sql.OrNull(content?.TemplateLanguage), Sql.OrNull(content?.Parts.Subject),
            Sql.OrNull(content?.Parts.Text), Sql.OrNull(content?.Parts.Html), Sql.OrNull(content?.IsCommercial),
            version.Author, version.SavedAt).ExecuteNonQueryAsync(ct);
    }

    private static TemplateVersion Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2),
        row.IsDBNull(3) ? null : new(row.GetString(3), new(row.GetString(4), row.GetString(5), row.GetString(6)), row.GetBoolean(7)),
        row.GetString(8), row.GetFieldValue<DateTimeOffset>(9));
}
