using Lifecycle.Api.Problems;
using Lifecycle.Grains;

namespace Lifecycle.Api.Care;

/// <summary>What reading a rule asks others.</summary>
internal static class RuleReading
{
    public static readonly Refusal Invalid = new("care-rule-invalid", "What was sent cannot be set; errors says why, place by place.");

    /// <summary>Whether a template advertises, in the language that all have; null: there is none.</summary>
    public static Func<string, bool?> Templates(ITemplateBook book) => name => book.Find(name, IMessageTemplates.DefaultLanguage)?.Content.IsCommercial;

    /// <summary>Refuses a to-do whose budget there is not.</summary>
    public static async Task CheckBudgetAsync(CareRule rule, IBudgets budgets, CancellationToken ct)
    {
        if (rule.Todo?.Budget is { } budget && await budgets.Find(budget, ct) is null)
        {
            throw new RefusedException(Invalid with { Message = $"There is no budget '{budget}'.", Field = "todo/budget" });
        }
    }
}
