using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Reads the part <c>tier.review</c> of a policy document.</summary>
internal static class TierReviewReader
{
    // Twice a month is more than anybody reviews.
    private const int MostDays = 24;

    // What is not decided within a month is asked again at the next occasion.
    private const int UnsaidExpiresAfterDays = 30;

    /// <param name="node">Null: the document does not say it.</param>
    public static TierReview Read(DocumentNode? node) =>
        node is { } review ? new(ReadWhen(review), ReadEffect(review), ReadRole(review), review.MaybeChild("tellCustomer")?.Flag() == true) : TierReview.EveryRating;

    private static ImmutableArray<ReviewDay> ReadWhen(DocumentNode review)
    {
        var when = review.Child("when");
        switch (when.Text())
        {
            case "everyRating":
                return [];
            case "calendar":
                return ReadDays(review.Child("days"));
            default:
                when.Fault("Tiers are reviewed at everyRating or on a calendar.");
                return [];
        }
    }

    private static int? ReadEffect(DocumentNode review)
    {
        if (review.MaybeChild("effect") is not { } effect)
        {
            return null;
        }

        switch (effect.Text())
        {
            case "atOnce":
                return null;
            case "approval":
                return review.MaybeChild("expiresAfterDays")?.Whole(1, 1000) ?? UnsaidExpiresAfterDays;
            default:
                effect.Fault("A change takes effect atOnce or by approval.");
                return null;
        }
    }

    private static string? ReadRole(DocumentNode review)
    {
        if (review.MaybeChild("role") is not { } node)
        {
            return null;
        }

        var role = node.Text();
        if (Roles.Check(role) is { } unfit)
        {
            node.Fault(unfit.Message);
        }

        return role;
    }

    private static ImmutableArray<ReviewDay> ReadDays(DocumentNode node)
    {
        var days = node.Items().Select(ReadDay).ToImmutableArray();
        if (days.Length is 0 or > MostDays || days.Zip(days.Skip(1)).Any(pair => pair.First.In(2001) >= pair.Second.In(2001)))
        {
            node.Fault($"There are 1 to {MostDays} review days, and they rise strictly.");
        }

        return days;
    }

    private static ReviewDay ReadDay(DocumentNode node) =>
        node.DayOfYear("A review day is a month and a day of every year, such as 04-01.") is { } day ? new(day.Month, day.Day) : new(1, 1);
}
