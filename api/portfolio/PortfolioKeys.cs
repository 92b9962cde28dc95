using System.Globalization;
using Lifecycle.Grains;

namespace Lifecycle.Api.Portfolio;

/// <summary>What the portfolio is split by.</summary>
internal static class PortfolioKeys
{
    public static string State(Cell cell) => Rating.StateOf(cell.Class);

    public static string Class(Cell cell) => cell.Class;

    public static string Tier(Cell cell) => cell.Tier.ToString(CultureInfo.InvariantCulture);

    public static string? Manager(Cell cell) => cell.Manager;

    public static string? Region(Cell cell) => cell.Region;
}
