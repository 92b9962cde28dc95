using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.Habits;

/// <summary>The agreed credit terms.</summary>
/// <param name="CreditDays">Null: the default of 30.</param>
/// <param name="MonthEnd">月结: one statement a month, paid in one sum.</param>
internal sealed record Terms(int? CreditDays, bool MonthEnd)
{
    public static Terms Draw(Habit habit, Chance chance)
    {
        if (habit.Individual)
        {
            return new(0, MonthEnd: false);
        }

        return chance.Often(habit.Key ? 0.5 : 0.18)
            ? new(chance.Pick(15, 25, 30), MonthEnd: true)
            : new(chance.Pick<int?>(null, 15, 30, 30, 30, 45, 60), MonthEnd: false);
    }

    public DateOnly DueOn(DateOnly day) => (MonthEnd ? day.MonthEnd() : day).AddDays(CreditDays ?? Profile.DefaultCreditDays);
}
