using Lifecycle.Api.Lists;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>The occasions of a span of days; days without any are left out.</summary>
/// <param name="AsOf">When contacts were counted: of a large portfolio up to ten minutes ago.</param>
public sealed record CalendarResource(DateOnly From, DateOnly To, DateTimeOffset AsOf, IReadOnlyList<CalendarItem> Items);

/// <summary>One occasion on one day.</summary>
/// <param name="Campaign">Of a campaign: which. It is shown on its first day.</param>
/// <param name="Names">Null: the occasion has none but its id.</param>
/// <param name="Contacts">How many contacts it concerns, as they are known now.</param>
/// <param name="Expected">How many of them can be reached and have not refused: whom a message can reach.</param>
/// <param name="Outcomes">What was decided about that day so far, by outcome.</param>
public sealed record CalendarItem(
    DateOnly On, string Occasion, string? Campaign, OccasionNames? Names, long Contacts, long Expected, IReadOnlyDictionary<string, long> Outcomes);

/// <summary>Which occasions lie ahead, and how many messages to expect.</summary>
public static class CareCalendar
{
    private const int MostYears = 2;
    private const int DefaultDays = 30;

    private const string Decided = """
        SELECT occurs_on, occasion, CASE WHEN occasion = 'campaign' THEN occurrence END, outcome, count(*)
        FROM care_decision WHERE occurs_on BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapCareCalendar(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/care/calendar", Get)
            .Produces<CalendarResource>()
            .WithQuery("from", "to")
            .WithSummary("Occasions and campaigns by day, up to two years ahead: how many contacts, how many a message can reach, and what was decided.");

    private static async Task<IResult> Get(
        HttpRequest request, NpgsqlDataSource database, ICareForecast forecast, ICareRules rules, IBusinessClock clock, CancellationToken ct)
    {
        var from = request.Day("from") ?? clock.Today;
        var to = request.Day("to") ?? from.AddDays(DefaultDays);
        if (from > to || to > from.AddYears(MostYears) || to > clock.Today.AddYears(MostYears))
        {
            throw new RefusedException(new("invalid-span", $"to lies before from, or more than {MostYears} years after it or after today.", "to"));
        }

        var (tally, asOf) = await forecast.Count(ct);
        var days = new CalendarDays((await rules.All(ct)).Select(stored => stored.Rule));
        foreach (var (rule, on, count) in tally.Between(from, to))
        {
            days.Add(on, rule.Occasion, rule.Campaign, count);
        }

        await AddDecisionsAsync(days, database, from, to, ct);
        return Results.Ok(new CalendarResource(from, to, asOf, days.Items));
    }

    private static async Task AddDecisionsAsync(CalendarDays days, NpgsqlDataSource database, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Decided);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            days.Add(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.Text(2), row.GetString(3), row.GetInt64(4));
        }
    }
}
