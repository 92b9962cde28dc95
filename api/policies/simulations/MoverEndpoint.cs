using Lifecycle.Api.Lists;
using Lifecycle.Api.Ratings;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Policies.Simulations;

/// <summary>Why a customer would move: both ratings with all their reasons.</summary>
/// <param name="Before">Under the version compared with.</param>
/// <param name="After">Under the simulated version.</param>
public sealed record MoverResource(string CustomerId, string? Manager, RatingResource Before, RatingResource After);

/// <summary>
/// Both explanations of a mover, from the measures and the documents that the simulation kept: they say for good what was
/// simulated, whatever was posted or written since.
/// </summary>
public static class MoverEndpoint
{
    private const string Query = """
        SELECT m.manager, m.measures_before, m.measures_after, s.document, s.compared_with, coalesce(s.against_document, p.document::text),
            m.tier_before, m.tier_after, m.basis_before, m.basis_after, m.class_before, m.class_after,
            m.since_before, m.until_before, m.since_after, m.until_after
        FROM simulation_mover m
        JOIN simulation s ON s.id = m.simulation_id AND s.result IS NOT NULL
        LEFT JOIN policy p ON p.version = s.compared_with
        WHERE m.simulation_id = $1 AND m.customer_id = $2
        """;

    private static readonly Refusal Unknown = new("mover-not-found", "This customer is not among the movers of the simulation.", "customerId");

    /// <summary>Maps the endpoint.</summary>
    public static void MapMover(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/policies/{version}/simulations/{id}/movers/{customerId}", Get)
            .Produces<MoverResource>()
            .WithQuery(Requests.Query.Word("language", "Of the sentences: en (default) or zh-CN.", "en", "zh-CN"))
            .WithSummary("Both explanations of a mover.");

    private static async Task<IResult> Get(
        string version, Guid id, HttpContext http, ISimulations simulations, NpgsqlDataSource database, CancellationToken ct)
    {
        var customerId = http.Segment(5, "customerId");
        var tongue = http.Request.Tongue();
        if (await SimulationEndpoints.FindAsync(version, id, simulations, ct) is not { } simulation)
        {
            return Problems.Problems.Of(SimulationEndpoints.Unknown);
        }

        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = customerId });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return Problems.Problems.Of(Unknown);
        }

        var before = PackedMeasures.Unpack(row.GetFieldValue<byte[]>(1));
        var after = row.IsDBNull(2) ? before : PackedMeasures.Unpack(row.GetFieldValue<byte[]>(2));
        return Results.Ok(new MoverResource(
            customerId, row.Text(0),
            Explained(row.GetInt32(4), row.GetString(5), before, row.GetInt16(6), row.Text(8), row.GetString(10), row.Maybe<DateOnly>(12), row.Maybe<DateOnly>(13)),
            Explained(simulation.Version, row.GetString(3), after, row.GetInt16(7), row.Text(9), row.GetString(11), row.Maybe<DateOnly>(14), row.Maybe<DateOnly>(15))));

        RatingResource Explained(
            int number, string json, in Measures measures, int tier, string? basis, string @class, DateOnly? since, DateOnly? until)
        {
            var policy = new Policy(number, measures.Day, PolicyReader.Read(json).Document!);
            var rating = Rater.Rate(policy, measures) with { Tier = tier, Basis = TierBasis.Read(basis) };
            if (rating.Class != @class)
            {
                // A simulation from before this was kept says only that the move waits.
                var entry = since is null ? null : policy.Document.Transitions.Find(@class, rating.Class);
                rating = rating with { Class = @class, ClassBasis = new(rating.Class, since ?? default, until, entry) };
            }

            return RatingResource.Of(customerId, rating, Explanation.Of(policy, measures), new Dictionary<string, DocumentResource>(), tongue);
        }
    }
}
