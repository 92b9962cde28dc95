using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Reads a policy document from JSON and names every fault it finds.</summary>
public static class PolicyReader
{
    // Documents that were published before alerts escalated do not say it.
    private const int UnsaidEscalateAfterDays = 3;

    /// <summary>The policy that a new installation starts with; it equals the specification.</summary>
    public static string DefaultJson { get; } = EmbeddedDocument.Read("default-policy.json");

    /// <summary>The JSON Schema of policy documents. It cannot say everything that <see cref="PolicyValidation"/> finds.</summary>
    public static string SchemaJson { get; } = EmbeddedDocument.Read("policy-schema.json");

    /// <summary>Reads a document. Without faults the document is whole.</summary>
    public static (PolicyDocument? Document, ImmutableArray<DocumentFault> Faults) Read(string json) => Read(json, static (_, _, _) => { });

    /// <summary>Reads a document, and lets more than the reading find faults.</summary>
    internal static (PolicyDocument? Document, ImmutableArray<DocumentFault> Faults) Read(
        string json, Action<DocumentNode, PolicyDocument, DocumentReading> check)
    {
        if (DocumentReading.TryParse(json, out var parsed) is { } fault)
        {
            return (null, [fault]);
        }

        using (parsed)
        {
            var reading = new DocumentReading();
            var root = new DocumentNode(parsed.RootElement, "", reading);
            var document = Read(root);
            check(root, document, reading);
            return reading.Faults.Count == 0 ? (document, []) : (null, [.. reading.Faults]);
        }
    }

    private static PolicyDocument Read(DocumentNode root) => new(
        root.Child("name").Text(),
        ReadWindow(root.Child("window")),
        RuleReader.ReadClasses(root.Child("classes")),
        ReadComponents(root.Child("score")),
        ReadTier(root.Child("tier")),
        ReadAlerts(root.Child("alerts")),
        ServicePlans.Read(root.MaybeChild("service")),
        TransitionReader.Read(root.MaybeChild("transitions")));

    private static Window ReadWindow(DocumentNode node)
    {
        switch (node.Child("kind").Text())
        {
            case "trailingYear":
                return Window.TrailingYear;
            case "statisticalYear":
                return node.Child("start").DayOfYear("The start is a month and a day of every year, such as 04-01.") is { } day
                    ? new(day.Month, day.Day)
                    : default;
            default:
                node.Child("kind").Fault("The window is trailingYear or statisticalYear.");
                return default;
        }
    }

    private static ImmutableArray<Component> ReadComponents(DocumentNode node)
    {
        var components = node.Items().Select(ReadComponent).ToImmutableArray();
        if (components.Sum(c => c.Weight) != 1m)
        {
            node.Fault("The weights sum to 1.");
        }

        return components;
    }

    private static Component ReadComponent(DocumentNode node)
    {
        var measure = RuleReader.ReadMeasure(node.Child("measure"));
        if (measure.CountsDays() || measure.Unit() is MeasureUnit.Date)
        {
            node.Child("measure").Fault("A measure that counts days, or a date, cannot be scored.");
        }

        var weight = node.Child("weight").Number();
        if (weight is < 0 or > 1)
        {
            node.Child("weight").Fault("A weight lies between 0 and 1.");
        }

        var stops = node.Child("stops").Items().Select(ReadStop).ToImmutableArray();
        if (stops.Length < 2 || stops.Zip(stops.Skip(1)).Any(pair => pair.First.At >= pair.Second.At))
        {
            node.Child("stops").Fault("There are at least two stops, and they rise strictly.");
        }

        return new(measure, weight, stops.IsEmpty ? [default] : stops);
    }

    private static Stop ReadStop(DocumentNode node)
    {
        var pair = node.Items().Select(n => n.Number()).ToArray();
        if (pair is not [_, >= 0 and <= 100])
        {
            node.Fault("A stop is a pair of a value and its points, 0 to 100.");
            return default;
        }

        return new(pair[0], pair[1]);
    }

    private static TierRules ReadTier(DocumentNode node)
    {
        var thresholds = node.Child("thresholds").Items().Select(n => n.Number()).ToImmutableArray();
        if (thresholds.Length != 3 || thresholds.Zip(thresholds.Skip(1)).Any(pair => pair.First <= pair.Second))
        {
            node.Child("thresholds").Fault("There are three thresholds, for tiers 1, 2 and 3, and they fall strictly.");
        }

        var caps = node.Child("caps").Fields().ToImmutableDictionary(f => f.Name, f => f.Node.Whole(1, 4));
        return new(ReadComponents(node.Child("components")), thresholds, caps, TierReviewReader.Read(node.MaybeChild("review")));
    }

    private static AlertThresholds ReadAlerts(DocumentNode node)
    {
        var gap = node.Child("orderGap");
        var factor = gap.Child("factor").Number();
        if (factor is <= 0 or > 100)
        {
            gap.Child("factor").Fault("The factor lies above 0 and up to 100.");
        }

        var days = node.Child("overdueDays").Items().Select(n => n.Whole(1, 10_000)).ToImmutableArray();
        if (days.Zip(days.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            node.Child("overdueDays").Fault("The days rise strictly.");
        }

        return new(
            days,
            gap.Child("minimumDays").Whole(1, 10_000),
            factor,
            node.MaybeChild("escalateAfterDays")?.Whole(1, 10_000) ?? UnsaidEscalateAfterDays);
    }
}
