using Lifecycle.Grains;

namespace Lifecycle.Store.Alerts;

/// <summary>A change of an alert on its way into the tables.</summary>
/// <param name="Actor">Who acknowledged; null for anything else.</param>
/// <param name="Figures">The numbers that decided it; <see cref="NoFigures"/> where it was acknowledged or escalated, which no rating decides.</param>
internal sealed record AlertRow(
    string CustomerId, long Version, AlertChange Change, string? Manager, string? FormerManager, string? Actor, string Figures)
{
    public const string NoFigures = "{}";

    public Alert Alert => Change.Alert;
}
