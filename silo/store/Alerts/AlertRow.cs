using Lifecycle.Grains;

namespace Lifecycle.Store.Alerts;

/// <summary>A change of an alert on its way into the tables.</summary>
/// <param name="RatingVersion">The rating that decided it; <see cref="NoRating"/> where it was acknowledged or escalated.</param>
/// <param name="Actor">Who acknowledged; null for anything else.</param>
internal sealed record AlertRow(
    string CustomerId, long RatingVersion, AlertChange Change, string? Manager, string? FormerManager, string? Actor)
{
    public const long NoRating = 0;

    public Alert Alert => Change.Alert;
}
