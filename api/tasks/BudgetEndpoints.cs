using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Tasks;

/// <summary>A budget as people set it.</summary>
public sealed record BudgetInput
{
    /// <summary>As people call it.</summary>
    public required string Name { get; init; }

    /// <summary>In currency, at most 2 decimals.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Its last day.</summary>
    public required DateOnly To { get; init; }
}

/// <summary>A budget with what is charged to it, in currency.</summary>
/// <param name="Spent">The costs of its tasks that are not cancelled: planned, then real ones.</param>
/// <param name="Remaining">Below 0 where something cost more than planned, or the budget was cut.</param>
public sealed record BudgetResource(string Id, string Name, decimal Amount, DateOnly From, DateOnly To, decimal Spent, decimal Remaining);

/// <summary>Budgets of care.</summary>
public static class BudgetEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapBudgets(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/care/budgets/{id}", Put)
            .Produces<BudgetResource>().Produces<BudgetResource>(StatusCodes.Status201Created)
            .WithSummary("Makes a budget for gifts and visits, or changes it. What is spent stays spent.");

        routes.MapGet("/care/budgets/{id}", Get)
            .Produces<BudgetResource>()
            .WithSummary("A budget, and what is left of it.");
    }

    private static async Task<IResult> Put(BudgetInput input, HttpContext http, IBudgets budgets)
    {
        var id = http.Segment(2, "id");
        if (Budget.TryCreate(id, input.Name, input.Amount, input.From, input.To, out var budget) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        // Budgets are never deleted: one that is there stays there.
        var (expected, mustExist) = Preconditions.Of(http.Request);
        if (mustExist && await budgets.Find(id, http.RequestAborted) is null)
        {
            return Problems.Problems.Of(Preconditions.Failed);
        }

        var change = await budgets.Put(budget, expected, http.Actor(), http.RequestAborted);
        return change.Budget is not { } stored ? Problems.Problems.Of(change.Refusal!)
            : change.IsNew ? Results.Created($"/api/v1/care/budgets/{Uri.EscapeDataString(id)}", Show(stored, http))
            : Results.Ok(Show(stored, http));
    }

    private static async Task<IResult> Get(HttpContext http, IBudgets budgets) =>
        await budgets.Find(http.Segment(2, "id"), http.RequestAborted) is { } stored
            ? Results.Ok(Show(stored, http))
            : Problems.Problems.Of(Budget.Unknown);

    private static BudgetResource Show(StoredBudget stored, HttpContext http)
    {
        http.Response.Headers.ETag = $"\"{stored.Version}\"";
        var (budget, spent) = (stored.Budget, stored.Spent);
        return new(
            budget.Id, budget.Name, Money.Amount(budget.Amount), budget.From, budget.To, Money.Amount(spent), Money.Amount(budget.Amount - spent));
    }
}
