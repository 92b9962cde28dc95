namespace Lifecycle.Grains;

/// <summary>Everything a decision about one customer depends on: the fold of its events and unreversed postings.</summary>
public sealed record CustomerState(string Id)
{
    /// <summary>Counts commits; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Whether the customer exists: postings and facts of an unknown one are refused.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Dated and plain facts.</summary>
    public Profile Profile { get; init; } = Profile.Empty;

    /// <summary>Unreversed postings.</summary>
    public Movements Movements { get; init; } = Movements.None;

    /// <summary>Judgements.</summary>
    public Evaluations Evaluations { get; init; } = Evaluations.None;

    /// <summary>What the last rating left; null before the first.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Alerts that stand.</summary>
    public Alerts Alerts { get; init; } = Alerts.None;

    /// <summary>What people decided about its tier.</summary>
    public Tiers Tiers { get; init; } = Tiers.None;

    /// <summary>Complaints that it has not confirmed as solved.</summary>
    public Complaints Complaints { get; init; } = Complaints.None;

    /// <summary>Whether a complaint is not solved: that mutes everything cheerful.</summary>
    public bool HasOpenComplaint => Complaints.HasOpen;
}

/// <summary>The last rating of a customer, as far as lists, the portfolio and the next rating need it.</summary>
/// <param name="RatedOn">Never goes backwards.</param>
/// <param name="ScoreHundredths">The shown score, in hundredths.</param>
/// <param name="Sales">In the policy's window, in cents.</param>
/// <param name="Receivable">In cents.</param>
/// <param name="Overdue">In cents.</param>
/// <param name="Manager">In force on the day of the rating.</param>
/// <param name="Region">In force on the day of the rating.</param>
public sealed record Standing(
    DateOnly RatedOn, DateOnly? NextReviewOn, int PolicyVersion, string Class, int ScoreHundredths, int Tier, int TierComputed,
    long Sales, long Receivable, long Overdue, string? Manager, string? Region)
{
    /// <summary>The state that the class belongs to.</summary>
    public string State => Rating.StateOf(Class);

    /// <summary>What a rating leaves.</summary>
    public static Standing Of(Rating rating, DateOnly? nextReviewOn, Profile profile) => new(
        rating.Day, nextReviewOn, rating.PolicyVersion, rating.Class, rating.ScoreHundredths, rating.Tier, rating.TierComputed,
        rating.Measures.InWindow.Current.Sales, rating.Measures.Receivable, rating.Measures.Overdue,
        profile.Manager.At(rating.Day), profile.Region.At(rating.Day));

    /// <summary>What a rating as of any day would leave.</summary>
    /// <param name="policies">Give the versions in force on earlier days; null: the one policy is asked about them as well.</param>
    public static Standing AsOf(CustomerState customer, DateOnly day, Policy policy, PolicyBook? policies = null) =>
        Of(Rater.Rate(customer, day, policy, policies), null, customer.Profile);

    /// <summary>Whether two ratings differ in anything but their days.</summary>
    public bool DiffersFrom(Standing? other) =>
        other is null || this with { RatedOn = other.RatedOn, NextReviewOn = other.NextReviewOn } != other;
}
