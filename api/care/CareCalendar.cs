using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>The occasions of a span of days; days without any are left out.</summary>
public sealed record CalendarResource(DateOnly From, DateOnly To, IReadOnlyList<CalendarItem> Items);

/// <summary>One occasion on one day.</summary>
/// <param name="Contacts">How many contacts it concerns, as they are known now.</param>
/// <param name="Expected">How many of them have an address and have not refused: whom a message can reach.</param>
/// <param name="Outcomes">What was decided about that day so far, by outcome.</param>
public sealed record CalendarItem(DateOnly On, string Occasion, long Contacts, long Expected, IReadOnlyDictionary<string, long> Outcomes);

/// <summary>Which occasions lie ahead, and how many messages to expect.</summary>
public static class CareCalendar
{
    private const int MostYears = 2;
    private const int DefaultDays = 30;

    // One row for each way a birthday is written: which day that is depends on the year.
    private const string Birthdays = """
        SELECT (b.birthday ->> 'month')::integer, (b.birthday ->> 'day')::integer, coalesce((b.birthday ->> 'feb29OnMarch1')::boolean, false),
            count(*), count(*) FILTER (WHERE c.contact ->> 'email' IS NOT NULL AND coalesce((c.contact -> 'consent' ->> 'email')::boolean, true))
        FROM customer_person p
        CROSS JOIN LATERAL jsonb_array_elements(p.contacts) AS c(contact)
        CROSS JOIN LATERAL (SELECT c.contact -> 'birthday') AS b(birthday)
        WHERE written_birthdays(p.contacts) && $1 AND b.birthday IS NOT NULL AND NOT coalesce((b.birthday ->> 'lunar')::boolean, false)
        GROUP BY 1, 2, 3
        """;

    private const string Decided = """
        SELECT occurs_on, occasion, outcome, count(*) FROM care_decision WHERE occurs_on BETWEEN $1 AND $2 GROUP BY 1, 2, 3
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void MapCareCalendar(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/care/calendar", Get)
            .Produces<CalendarResource>()
            .WithQuery("from", "to")
            .WithSummary("Birthdays by day, up to two years ahead: how many, how many a message can reach, and what was decided.");

    private static async Task<IResult> Get(HttpRequest request, NpgsqlDataSource database, IBusinessClock clock, CancellationToken ct)
    {
        var from = request.Day("from") ?? clock.Today;
        var to = request.Day("to") ?? from.AddDays(DefaultDays);
        if (from > to || to > from.AddYears(MostYears) || to > clock.Today.AddYears(MostYears))
        {
            throw new RefusedException(new("invalid-span", $"to lies before from, or more than {MostYears} years after it or after today.", "to"));
        }

        var items = new SortedDictionary<(DateOnly On, string Occasion), CalendarItem>();
        await AddBirthdaysAsync(items, database, from, to, ct);
        await AddDecisionsAsync(items, database, from, to, ct);
        return Results.Ok(new CalendarResource(from, to, [.. items.Values]));
    }

    private static async Task AddBirthdaysAsync(
        SortedDictionary<(DateOnly, string), CalendarItem> items, NpgsqlDataSource database, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Birthdays);
        command.Parameters.Add(new() { Value = Grains.Birthdays.Written(from, to).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var birthday = new Birthday(Lunar: false, reader.GetInt32(0), reader.GetInt32(1), Year: null, LeapMonth: false, reader.GetBoolean(2));
            for (var year = from.Year; year <= to.Year; year++)
            {
                var on = Grains.Birthdays.On(birthday, year);
                if (on >= from && on <= to)
                {
                    var item = At(items, on, Occasions.Birthday);
                    items[(on, Occasions.Birthday)] =
                        item with { Contacts = item.Contacts + reader.GetInt64(3), Expected = item.Expected + reader.GetInt64(4) };
                }
            }
        }
    }

    private static async Task AddDecisionsAsync(
        SortedDictionary<(DateOnly, string), CalendarItem> items, NpgsqlDataSource database, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Decided);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (on, occasion) = (reader.GetFieldValue<DateOnly>(0), reader.GetString(1));
            var item = At(items, on, occasion);
            items[(on, occasion)] = item with
            {
                Outcomes = new SortedDictionary<string, long>(item.Outcomes.ToDictionary(), StringComparer.Ordinal) { [reader.GetString(2)] = reader.GetInt64(3) },
            };
        }
    }

    private static CalendarItem At(SortedDictionary<(DateOnly, string), CalendarItem> items, DateOnly on, string occasion) =>
        items.GetValueOrDefault((on, occasion)) ?? new(on, occasion, 0, 0, new Dictionary<string, long>());
}
