using Lifecycle.Grains;
using Lifecycle.Tests.Grains.Alerting;

namespace Lifecycle.Tests.Grains.Complaining;

/// <summary>complaint_overdue: the day after the last on which it was in time, until it is solved.</summary>
public sealed class OverdueAlertTests
{
    private const AlertKind Overdue = AlertKind.ComplaintOverdue;

    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    [Theory]
    [InlineData("2026-06-16", "-")]
    [InlineData("2026-06-18", "-")]
    [InlineData("2026-06-19", "open high 2026-06-18 > 1")]
    public void It_opens_when_the_last_day_is_over(string today, string shown) =>
        Assert.Equal(shown, Complaining().Review(today).Shown(Overdue));

    [Fact]
    public void That_day_is_a_step_day_while_it_is_open()
    {
        var watched = Complaining();
        Assert.Equal(Make.Day("2026-06-19"), watched.State.Standing!.NextReviewOn);
        Assert.Null(watched.Happens("2026-06-16", null, new ComplaintSolved(First)).State.Standing!.NextReviewOn);
        Assert.Equal(Make.Day("2026-06-19"), watched.Happens("2026-06-17", null, new ComplaintReopened(First)).State.Standing!.NextReviewOn);
        Assert.Null(watched.Review("2026-06-19").State.Standing!.NextReviewOn);
    }

    [Fact]
    public void It_closes_when_the_complaint_is_solved_and_opens_when_it_was_not()
    {
        var watched = Complaining().Review("2026-06-19");
        Assert.Equal("closed solved", watched.Happens("2026-06-20", null, new ComplaintSolved(First)).News(Overdue));
        Assert.Equal(("opened", "open high 2026-06-18 > 1"), (watched.Happens("2026-06-21", null, new ComplaintReopened(First)).News(Overdue), watched.Shown(Overdue)));
    }

    [Fact]
    public void Another_one_opens_it_again_and_one_less_does_not()
    {
        var watched = Complaining().Happens("2026-06-16", null, new ComplaintReceived(Second, "late", Make.Day("2026-06-16"), Make.Day("2026-06-20")));
        watched.Review("2026-06-19").Acknowledge(Overdue);

        Assert.Equal("", watched.Review("2026-06-20").News(Overdue));
        Assert.Equal(("updated", "open high 2026-06-18 > 2"), (watched.Review("2026-06-21").News(Overdue), watched.Shown(Overdue)));
        watched.Acknowledge(Overdue);
        Assert.Equal(("updated", "acknowledged high 2026-06-18 > 1"), (watched.Happens("2026-06-22", null, new ComplaintSolved(First)).News(Overdue), watched.Shown(Overdue)));
        Assert.Equal("closed solved", watched.Happens("2026-06-23", null, new ComplaintSolved(Second)).News(Overdue));
    }

    [Fact]
    public void Ratings_of_any_day_stay_what_they_are() =>
        Assert.Null(Effects.Since(Make.State(), new ComplaintSolved(First)));

    private static Watched Complaining() =>
        new Watched().Happens("2026-06-15", null, new ComplaintReceived(First, "late", Make.Day("2026-06-15"), Make.Day("2026-06-18")));
}
