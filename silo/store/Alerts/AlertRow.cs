using Lifecycle.Grains;

namespace Lifecycle.Store.Alerts;

/// <summary>A change of an alert on its way into the tables.</summary>
/// <param name="Actor">Who acknowledged; null for what followed from a rating.</param>
/// <param name="Figures">The numbers that decided it; of an acknowledgement none, which decides nothing.</param>
internal sealed record AlertRow(
    string CustomerId, long Version, AlertChange Change, string? Manager, string? FormerManager, string? Actor, string Figures)
{
    public Alert Alert => Change.Alert;
}
