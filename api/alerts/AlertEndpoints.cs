using System.Globalization;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Alerts;

/// <summary>The answer to an acknowledgement.</summary>
/// <param name="Status"><c>accepted</c> or <c>duplicate</c>.</param>
public sealed record AlertAnswer(string Status, AlertItem Alert);

/// <summary>Takes note of an alert.</summary>
public static class AlertEndpoints
{
    private static readonly Refusal Unknown = new("alert-not-found", "There is no alert with this id.", "id");

    /// <summary>Maps the endpoint.</summary>
    public static void MapAlerts(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/alerts/{id}/acknowledge", Acknowledge)
            .Produces<AlertAnswer>()
            .WithSummary("Takes note of an alert. It stays until what it is about is over, and opens again when that gets worse.");

    private static async Task<IResult> Acknowledge(HttpContext http, ICustomers customers, IBusinessClock clock, NpgsqlDataSource database)
    {
        if (!long.TryParse(http.Segment(1, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await FindAsync(database, id, http.RequestAborted) is not { } found)
        {
            return Problems.Problems.Of(Unknown);
        }

        var verdict = await customers.Submit(
            found.Row.CustomerId, new AcknowledgeAlert(clock.Today, AlertWords.ToKind(found.Row.Kind), found.Row.Number), http.Origin());
        return verdict.Refusal is { } refusal
            ? Problems.Problems.Of(refusal.Code == Unknown.Code ? new("alert-closed", "The alert is closed: what it was about is over.") : refusal)
            : Results.Ok(new AlertAnswer(
                verdict.Status.Word(),
                (await FindAsync(database, id, http.RequestAborted))!.ToItem()));
    }

    private static async Task<StoredAlert?> FindAsync(NpgsqlDataSource database, long id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"SELECT {StoredAlert.Columns} FROM {StoredAlert.Source} WHERE a.id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? StoredAlert.Read(reader) : null;
    }
}
