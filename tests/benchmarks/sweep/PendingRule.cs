using System.Globalization;
using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Benchmarks.Sweeping;

/// <summary>
/// The row of the class table that the published policies differ in: who shipped no more often than this and owes no less
/// is <c>problem.pending</c>. Whoever it moves changes the state, and with it alerts and perhaps the tier.
/// </summary>
internal sealed record PendingRule(int MostBatches, long LeastCents)
{
    private const int Row = 5;

    /// <summary>Row 6 of the default policy: one shipment, and anything owed.</summary>
    public static PendingRule Default { get; } = new(1, 1);

    /// <summary>The default policy with this row.</summary>
    public string Document()
    {
        var document = JsonNode.Parse(PolicyReader.DefaultJson)!;
        document["classes"]![Row]!["all"] = new JsonArray(
            new JsonObject { ["measure"] = "batches", ["operator"] = "<=", ["threshold"] = MostBatches },
            new JsonObject { ["measure"] = "receivable", ["operator"] = ">=", ["threshold"] = LeastCents / 100m });
        return document.ToJsonString();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"batches <= {MostBatches}, receivable >= {LeastCents / 100m}");
}
