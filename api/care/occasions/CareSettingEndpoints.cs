using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Care.Occasions;

/// <summary>What holds for all messages.</summary>
public sealed record CareSettingResource
{
    /// <summary>Messages to one contact in a calendar month, birthdays and tasks apart; null, which must be said: no cap.</summary>
    public required int? Cap { get; init; }
}

/// <summary>What marketing sets for all messages.</summary>
public static class CareSettingEndpoints
{
    private const int MostCap = 1000;

    private static readonly Refusal OutOfRange = new("cap-out-of-range", $"cap must lie between 0 and {MostCap}, or be null: no cap.", "cap");

    /// <summary>Maps the endpoints.</summary>
    public static void MapCareSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/care/settings", async (HttpContext http, ICareRules rules) => Results.Ok(Show(await rules.Cap(http.RequestAborted), http)))
            .Produces<CareSettingResource>()
            .WithSummary("What holds for all messages: how many a contact gets in a month at most.");

        routes.MapPut("/care/settings", Put)
            .Produces<CareSettingResource>()
            .WithSummary("Sets it. A cap of null means that there is none; it must be said.");
    }

    private static async Task<IResult> Put(CareSettingResource input, HttpContext http, ICareRules rules)
    {
        if (input.Cap is < 0 or > MostCap)
        {
            return Problems.Problems.Of(OutOfRange);
        }

        var (stored, refusal) = await rules.PutCap(input.Cap, OccasionEndpoints.Seen(http.Request, exists: true), http.Actor(), http.RequestAborted);
        return stored is null ? Problems.Problems.Of(refusal!) : Results.Ok(Show(stored, http));
    }

    private static CareSettingResource Show(StoredCap stored, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{stored.Version + 1}\"";
        return new() { Cap = stored.Cap };
    }
}
