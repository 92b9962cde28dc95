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

    /// <summary>Parts by their key. A lookup, not a dictionary: the missing key is a key.</summary>
    public static ILookup<string?, CellSum> ByKey(this IEnumerable<(string? Key, CellSum Sum)> parts) =>
        parts.ToLookup(part => part.Key, part => part.Sum, StringComparer.Ordinal);

    /// <summary>What a part sums up to; nothing where there is none.</summary>
    public static CellSum Sum(this ILookup<string?, CellSum> parts, string? key) => parts[key].SingleOrDefault();
}
