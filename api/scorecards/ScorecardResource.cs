using System.Text.Json;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Scorecards;

/// <summary>A version of a scorecard.</summary>
/// <param name="Status"><c>draft</c>, <c>published</c>: the one that is answered, or <c>superseded</c>.</param>
/// <param name="ChangedBy">Who wrote it last.</param>
public sealed record ScorecardResource(string Name, int Version, string Status, DateTimeOffset? PublishedAt, string ChangedBy, JsonElement Document)
{
    internal static ScorecardResource Of(StoredScorecard card) => new(
        card.Name, card.Version, card.PublishedAt is null ? "draft" : card.IsCurrent ? "published" : "superseded", card.PublishedAt, card.ChangedBy,
        JsonSerializer.Deserialize<JsonElement>(card.Json));

    /// <summary>A version, with what If-Match needs.</summary>
    internal static ScorecardResource Show(StoredScorecard card, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{card.Revision}\"";
        return Of(card);
    }
}
