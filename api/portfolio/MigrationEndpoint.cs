using System.Text.Json.Serialization;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Portfolio;

/// <summary>Who moved from where to where between two days.</summary>
public sealed record MigrationResource(DateOnly From, DateOnly To, string By, IReadOnlyList<MigrationCell> Cells)
{
    /// <summary>The day at whose end this was known; absent: it is what is known now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? KnownAt { get; init; }
}

/// <summary>Customers that were in one place and are in another, and their receivable on the later day.</summary>
public sealed record MigrationCell(string From, string To, long Customers, decimal Receivable);

/// <summary>The migration matrix.</summary>
public static class MigrationEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapMigration(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portfolio/migration", Get)
            .Produces<MigrationResource>()
            .WithQuery(
                Query.Day("from", "The earlier day. Default: a year before the later."),
                Query.Day("to", "The later day, not in the future. Default: today."),
                Query.Word("by", "What to compare.", "state", "class", "tier"), KnownDays.Parameter)
            .WithSummary("The migration matrix between two days, by state (default), class or tier.");

    private static async Task<IResult> Get(HttpRequest request, IPastFigures past, IBusinessClock clock, CancellationToken ct)
    {
        var (to, knownAt) = request.KnownDay("to", clock);
        var from = request.PastDay("from", clock.Today, otherwise: to.YearsBack(1));
        var by = request.Word("by", "state", "class", "tier");
        if (from > to)
        {
            return Problems.Problems.Of(new Refusal("invalid-span", "from lies after to.", "from"));
        }

        var question = ("migration", from, to, by);
        var migration = knownAt is { } known
            ? (await past.AskTwice(question, from, to, known, (then, _) => new KnownThen<Migration>(new(from, to, by, then)), ct)).Result
            : await past.Ask(question, from, to, policies => new Migration(from, to, by, policies), ct);
        return Results.Ok(new MigrationResource(
            from, to, by, [.. migration.Cells.Select(c => new MigrationCell(c.Key.From, c.Key.To, c.Value.Customers, c.Value.Receivable / 100m))])
        {
            KnownAt = knownAt?.Day,
        });
    }
}
