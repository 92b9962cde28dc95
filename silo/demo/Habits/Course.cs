namespace Lifecycle.Silo.Demo.Habits;

/// <summary>One customer's own course: a habit with everything drawn that the habit leaves open.</summary>
/// <param name="Since">The begin of the cooperation.</param>
/// <param name="First">The first shipment; null: never shipped.</param>
/// <param name="Last">No shipment after it.</param>
/// <param name="Yearly">Sales of a year at today's level.</param>
/// <param name="Batches">Shipments of a year at today's level.</param>
/// <param name="Before">The level of the year before.</param>
internal sealed record Course(
    Habit Habit, DateOnly Since, DateOnly? First, DateOnly Last, (DateOnly Began, DateOnly Ended)? Pause,
    double Yearly, int Batches, double Before, Season Season)
{
    // The level changes over four months in the middle of the two years, not overnight.
    private const int TurnBegan = 425;
    private const int TurnEnded = 305;

    public static Course Draw(Habit habit, DateOnly today, Chance chance)
    {
        var age = chance.Between(habit.Age);
        var starts = Math.Min(chance.Between(habit.Starts), age);
        return new(
            habit,
            today.AddDays(-age),
            habit.Starts.Most == 0 ? null : today.AddDays(-starts),
            today.AddDays(-chance.Between(habit.Stops)),
            habit.Pause is { } pause ? (today.AddDays(-chance.Between(pause.Began)), today.AddDays(-chance.Between(pause.Ended))) : null,
            chance.Size(habit.Yearly),
            chance.Between(habit.Batches),
            chance.Between(habit.Before),
            chance.Pick(habit.Seasons));
    }

    /// <summary>Whether it bought on credit before the books were opened, and so has an opening balance.</summary>
    public bool Owed(DateOnly booksOpened) => First is { } first && !Habit.Individual && Since < booksOpened && first < booksOpened.AddDays(40);

    /// <summary>The level of business on a day, today's being 1.</summary>
    public double Level(DateOnly day, DateOnly today)
    {
        var ago = today.DayNumber - day.DayNumber;
        return ago switch
        {
            >= TurnBegan => Before,
            <= TurnEnded => 1,
            _ => 1 + ((Before - 1) * (ago - TurnEnded) / (TurnBegan - TurnEnded)),
        };
    }

    public bool Rests(DateOnly day) => Pause is { } pause && day >= pause.Began && day < pause.Ended;
}
