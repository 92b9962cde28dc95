using System.Collections.Immutable;
using Lifecycle.Silo.Demo.Habits;

namespace Lifecycle.Silo.Demo.People;

/// <summary>Evaluations by the account manager and two departments, some of them grown old.</summary>
internal static class Judgements
{
    private static readonly string[] Notes = ["合作顺畅", "需求稳定", "付款需跟进", "技术要求较高", "订单计划性强"];

    public static ImmutableArray<DemoJudgement> Of(Account account, Course course, DateOnly today, Chance chance)
    {
        if (!chance.Often(account.Habit.Evaluated.Often))
        {
            return [];
        }

        var judgements = ImmutableArray.CreateBuilder<DemoJudgement>();
        foreach (var evaluator in (ReadOnlySpan<string>)[account.Manager ?? "he.ping", "finance.desk", "quality.desk"])
        {
            if (chance.Often(0.7))
            {
                judgements.Add(Judgement(chance.Between((1, 330))));
            }

            if (chance.Often(0.25))
            {
                judgements.Add(Judgement(chance.Between((366, 600))));
            }

            DemoJudgement Judgement(int daysAgo) => new(
                evaluator,
                chance.Between(account.Habit.Evaluated.Points) + (chance.Often(0.3) ? 0.5m : 0),
                today.AddDays(-daysAgo),
                chance.Often(0.3) ? chance.Pick<string>(Notes) : null);
        }

        return [.. judgements.Where(judgement => judgement.On >= course.Since).OrderBy(judgement => judgement.On)];
    }
}
