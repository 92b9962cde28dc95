using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>A decided fact changes no rating of a day before the one that it is said to reach back to.</summary>
public sealed class EffectsTests
{
    private static readonly DateOnly Today = Make.Day("2024-07-01");

    [Fact]
    public void EarlierDaysStayWhatTheyAre() => Seeds.Run(300, random =>
    {
        var (state, postings) = (Make.State(), new List<Posting>());
        for (var i = 0; i < 40; i++)
        {
            foreach (var happened in Customer.Decide(state, RandomCommands.Next(random, Today, postings, i), new("Some Ltd", [])).Events)
            {
                var after = Customer.Evolve(state, happened);
                var since = Effects.Since(state, happened);
                var days = Enumerable.Range(0, 8).Select(_ => Today.AddDays(-random.Next(2500))).Append(since?.AddDays(since > DateOnly.MinValue ? -1 : 0) ?? Today);
                foreach (var day in days.Where(d => since is null || d < since))
                {
                    Assert.Equal(As(state, day), As(after, day));
                }

                state = after;
                Remember(postings, happened);
            }
        }
    });

    [Fact]
    public void AFactReachesBackToItsDay()
    {
        var day = Make.Day("2024-03-01");
        var known = Make.State().With("2024-01-01", new() { Manager = "li", CreditDays = 30 });

        Assert.Equal(day, Effects.Since(known, new PostingAccepted(Make.Posting("shipment", 1, day))));
        Assert.Equal(day, Effects.Since(known, new PostingReversed(Make.Posting("shipment", 1, day))));
        Assert.Equal(day, Effects.Since(known, new EvaluationRecorded(new("li", day, 1), null)));
        Assert.Equal(day, Effects.Since(known, new ProfileChanged(day, new() { Manager = "wu", CreditDays = 60 })));
        Assert.Null(Effects.Since(known, new ProfileChanged(day, new() { Industry = "steel" })));
    }

    [Fact]
    public void AFirstValueAndARegistrationReachBackForEver()
    {
        var day = Make.Day("2024-03-01");
        var known = Make.State().With("2024-03-01", new() { Manager = "li" });

        Assert.Equal(DateOnly.MinValue, Effects.Since(known, new CustomerRegistered()));
        Assert.Equal(DateOnly.MinValue, Effects.Since(known, new ImportUndone(Guid.Empty, false, known.Profile, known.Evaluations)));
        Assert.Equal(DateOnly.MinValue, Effects.Since(known, new ProfileChanged(day, new() { Manager = "wu" })));
        Assert.Equal(DateOnly.MinValue, Effects.Since(known, new ProfileChanged(day.AddDays(9), new() { Manager = "wu", Region = "north" })));
        Assert.Equal(day.AddDays(9), Effects.Since(known, new ProfileChanged(day.AddDays(9), new() { Manager = "wu" })));
    }

    private static (Rating Rating, string? Manager, string? Region) As(CustomerState state, DateOnly day) =>
        (Rater.Rate(state, day, Make.DefaultPolicy), state.Profile.Manager.At(day), state.Profile.Region.At(day));

    private static void Remember(List<Posting> postings, CustomerEvent happened)
    {
        if (happened is PostingAccepted accepted)
        {
            postings.Add(accepted.Posting);
        }
        else if (happened is PostingReversed reversed)
        {
            postings.Remove(reversed.Posting);
        }
    }
}
