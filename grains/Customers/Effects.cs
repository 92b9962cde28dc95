namespace Lifecycle.Grains;

/// <summary>How far back a decided fact reaches: ratings as of earlier days stay what they are.</summary>
public static class Effects
{
    /// <summary>The first day whose rating an event may change; null: it changes none.</summary>
    /// <param name="before">The customer as it was when the event happened to it.</param>
    public static DateOnly? Since(CustomerState before, CustomerEvent happened) => happened switch
    {
        CustomerRegistered => DateOnly.MinValue, // every customer known now counts on every day
        PostingAccepted e => e.Posting.OccurredOn,
        PostingReversed e => e.Posting.OccurredOn,
        EvaluationRecorded e => e.Evaluation.On,
        ImportUndone => DateOnly.MinValue, // it may have set the first values, which hold on every day
        ProfileChanged e => Since(before.Profile, e.Change, e.EffectiveOn),
        TierEvent e => e.On,
        _ => null,
    };

    private static DateOnly? Since(Profile profile, ProfileChange change, DateOnly on)
    {
        DateOnly? first = null;
        Consider(change.Manager, profile.Manager);
        Consider(change.Region, profile.Region);
        Consider(change.CustomerSince, profile.CustomerSince);
        Consider(change.CreditLimit, profile.CreditLimit);
        Consider(change.CreditDays, profile.CreditDays);
        Consider(change.CreditFrom, profile.CreditFrom);
        Consider(change.CollectionDifficult, profile.CollectionDifficult);
        Consider(change.Complexity, profile.Complexity);
        return first;

        void Consider<T>(Optional<T> given, History<T> history)
        {
            if (given.IsGiven)
            {
                // Before the first value the first value holds: a new first one holds on every day.
                first = history.ReachesBack(on, DateOnly.MinValue) ? DateOnly.MinValue : first ?? on;
            }
        }
    }
}
