using Lifecycle.Api.Lists;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Portfolio;

/// <summary>The portfolio, live or as of any day.</summary>
public static class PortfolioEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPortfolio(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/portfolio", Get)
            .Produces<PortfolioResource>()
            .WithQuery(Query.Day("asOf", "The day to look at; not in the future. Absent: live."))
            .WithSummary("The portfolio live, or as of a day: from everything known now, whenever it was recorded.");

    private static async Task<IResult> Get(
        HttpRequest request, ICustomerReader reader, IPolicies policies, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        if (request.Text("asOf") is null)
        {
            return Results.Ok(await LiveAsync(database, clock.Today, ct));
        }

        var day = request.PastDay("asOf", clock.Today);
        var policy = policies.Book.InForceOn(day);
        var portfolio = new Grains.Portfolio();
        await foreach (var customer in reader.All(day, ct))
        {
            portfolio.Add(Standing.Of(Rater.Rate(customer, day, policy), null, customer.Profile));
        }

        return Results.Ok(PortfolioResource.Of(day, pending: 0, portfolio));
    }

    private static async Task<PortfolioResource> LiveAsync(NpgsqlDataSource database, DateOnly today, CancellationToken ct)
    {
        // One statement, one snapshot: what the compactor moves in between is counted once.
        await using var command = database.CreateCommand("""
            SELECT class, tier, manager, region, sum(customers), sum(sales), sum(receivable), sum(overdue), sum(score),
                (SELECT count(*) FROM customer WHERE next_review_on <= $1)
            FROM (SELECT class, tier, manager, region, customers, sales, receivable, overdue, score FROM portfolio_cell
                  UNION ALL
                  SELECT class, tier, manager, region, customers, sales, receivable, overdue, score FROM portfolio_delta) figures
            GROUP BY class, tier, manager, region
            """);
        command.Parameters.Add(new() { Value = today });
        var portfolio = new Grains.Portfolio();
        var pending = 0L;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            portfolio.Add(
                new(reader.GetString(0), reader.GetInt16(1), Key(reader.GetString(2)), Key(reader.GetString(3))),
                new(reader.GetFieldValue<long>(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7), reader.GetDecimal(8)));
            pending = reader.GetInt64(9);
        }

        return PortfolioResource.Of(today, pending, portfolio);
    }

    private static string? Key(string stored) => stored.Length == 0 ? null : stored;
}
