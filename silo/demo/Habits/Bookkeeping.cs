using Lifecycle.Grains;

namespace Lifecycle.Silo.Demo.Habits;

/// <summary>Turns a course into a ledger: shipments, what comes back, and when it is paid.</summary>
internal sealed class Bookkeeping
{
    // Since so many days a customer whose manners changed pays in its new way: most of the trailing year.
    private const int Turned = 300;

    private readonly Course course;
    private readonly Terms terms;
    private readonly TradingCalendar calendar;
    private readonly Chance chance;
    private readonly Book book;
    private readonly SortedDictionary<DateOnly, (DateOnly Payday, long Cents)> statements = [];

    private Bookkeeping(Course course, Terms terms, TradingCalendar calendar, Chance chance)
    {
        (this.course, this.terms, this.calendar, this.chance) = (course, terms, calendar, chance);
        book = new(calendar.Today);
    }

    public static Book Of(Course course, Terms terms, TradingCalendar calendar, Chance chance)
    {
        var keeper = new Bookkeeping(course, terms, calendar, chance);
        keeper.Open();
        keeper.Trade();
        keeper.TakeDeposit();
        return keeper.book;
    }

    /// <summary>What an older customer owed when the books were opened, paid in the weeks after.</summary>
    private void Open()
    {
        if (course.Owed(calendar.BooksOpened))
        {
            // What was shipped in the time that its terms give it.
            var years = (terms.DueOn(calendar.BooksOpened).DayNumber - calendar.BooksOpened.DayNumber) / 365.0;
            var opening = (long)(course.Yearly * course.Before * years * course.Season.Weight(calendar.BooksOpened) * chance.Around(0.2) * 100);
            book.Enter(PostingKind.OpeningDebit, calendar.BooksOpened, opening, calendar.BooksOpened.AddDays(30));
            Repay(calendar.BooksOpened.AddDays(chance.Between((12, 40))), opening);
        }
    }

    private void Trade()
    {
        var shipments = Shipments.Of(course, calendar, chance).ToList();
        var paid = shipments.Count - chance.Between(course.Habit.LeftOpen);
        for (var i = 0; i < shipments.Count; i++)
        {
            var (day, cents) = shipments[i];
            var agreed = !course.Habit.Individual && chance.Often(0.04) ? day.AddDays(chance.Pick(60, 90)) : (DateOnly?)null;
            book.Enter(PostingKind.Shipment, day, cents, agreed);
            if (i < paid)
            {
                Settle(day, cents, agreed ?? terms.DueOn(day), lastOne: i == shipments.Count - 1);
            }
        }

        foreach (var (payday, cents) in statements.Values)
        {
            Repay(payday, cents);
        }
    }

    /// <summary>Returns and payment of one shipment.</summary>
    private void Settle(DateOnly shipped, long cents, DateOnly due, bool lastOne)
    {
        var manners = course.Habit.Pays is { } changed && shipped > calendar.Today.AddDays(-Turned) ? changed : course.Habit.Paid;
        var payday = terms.MonthEnd && statements.TryGetValue(due, out var statement)
            ? statement.Payday
            : Later(shipped, due.AddDays(chance.Between(manners.Late)));
        var returned = chance.Often(course.Habit.Returns.Often) ? (long)(cents * chance.Between(course.Habit.Returns.Part)) : 0;
        var owed = cents - returned;
        if (returned > 0)
        {
            owed += SendBack(shipped, payday, returned);
        }

        var share = chance.Between(manners.Share);
        var pays = share < 1 ? (long)(owed * share) : owed;
        if (lastOne && course.Habit.ShortBy is { } rest)
        {
            pays -= (long)(chance.Size(rest) * 100);
        }

        if (terms.MonthEnd)
        {
            statements[due] = (payday, statements.GetValueOrDefault(due).Cents + Math.Max(0, pays));
        }
        else
        {
            Pay(payday, pays);
        }
    }

    /// <summary>Goods come back before they are paid; or after, and then the money goes back too. Answers what is still paid for them.</summary>
    private long SendBack(DateOnly shipped, DateOnly payday, long cents)
    {
        var day = calendar.Open(shipped.AddDays(chance.Between((3, 12))));
        if (day < payday || chance.Often(0.8))
        {
            book.Enter(PostingKind.Return, day, cents);
            return 0;
        }

        // Only where both have happened by now: half of the story would be a credit that nobody explains.
        var refund = calendar.Open(day.AddDays(5));
        if (refund > calendar.Today)
        {
            return cents;
        }

        book.Enter(PostingKind.Return, day, cents);
        book.Enter(PostingKind.Refund, refund, cents);
        return cents;
    }

    private void Pay(DateOnly day, long cents)
    {
        if (chance.Often(0.08))
        {
            var part = cents * chance.Between((3, 7)) / 10;
            Repay(day, part);
            Repay(day.AddDays(chance.Between((4, 12))), cents - part);
        }
        else if (course.Last < calendar.Today.AddYears(-1) && chance.Often(0.03))
        {
            // A few cents in the yuan that nobody runs after.
            var givenUp = cents / 100;
            Repay(day, cents - givenUp);
            book.Enter(PostingKind.WriteOff, calendar.Open(day.AddDays(45)), givenUp);
        }
        else
        {
            Repay(day, cents);
        }
    }

    private void TakeDeposit()
    {
        if (course.Habit.Deposit is { } deposit)
        {
            Repay(calendar.Today.AddDays(-chance.Between((5, 300))), (long)chance.Size(deposit) * 100);
        }
    }

    private void Repay(DateOnly day, long cents) => book.Enter(PostingKind.Repayment, calendar.Open(day), cents);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
