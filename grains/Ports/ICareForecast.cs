namespace Lifecycle.Grains;

/// <summary>Counts whom occasions concern.</summary>
public interface ICareForecast
{
    /// <summary>A count of everybody under the rules that are on, and when it was made.</summary>
    Task<(CareTally Tally, DateTimeOffset AsOf)> Count(CancellationToken ct);
}
