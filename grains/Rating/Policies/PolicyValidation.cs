using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>
/// What a document must be before it may be published. Stricter than reading: documents that were published before a check
/// was known stay readable.
/// </summary>
public static class PolicyValidation
{
    /// <summary>Longest document that may be written down, in UTF-16 units.</summary>
    public const int LongestDocument = 256 * 1024;

    /// <summary>Most rules; beyond them nobody could say why a customer is what it is.</summary>
    public const int MostRules = 200;

    private const int MostParts = 50;

    /// <summary>Every fault of a document, each with a JSON pointer to where it stands; none: it may be published.</summary>
    public static ImmutableArray<DocumentFault> Check(string json) => PolicyReader.Read(json, Check).Faults;

    /// <summary>A document that can be read and is not too large to be worked with; or what is wrong with it.</summary>
    public static (PolicyDocument? Document, ImmutableArray<DocumentFault> Faults) ReadBounded(string json) =>
        PolicyReader.Read(json, static (_, document, reading) => CheckSizes(document, reading));

    private static void Check(DocumentNode root, PolicyDocument document, DocumentReading reading)
    {
        root.FaultUnknown();
        CheckText(document.Name, "/name", reading);
        if (document.Name.Length == 0)
        {
            reading.Faults.Add(new("/name", "A name is not empty."));
        }

        CheckSizes(document, reading);
        if (document.Classes.Length > MostRules)
        {
            return;
        }

        CheckRepeated(document.Score, "/score", reading);
        CheckRepeated(document.Tier.Components, "/tier/components", reading);
        for (var i = 0; i < document.Classes.Length; i++)
        {
            CheckText(document.Classes[i].Class, $"/classes/{i}/class", reading);
        }

        CheckPromises(document.Service, reading);

        var states = document.Classes.Select(rule => Rating.StateOf(rule.Class)).ToHashSet(StringComparer.Ordinal);
        reading.Faults.AddRange(document.Tier.Caps.Keys.Where(state => !states.Contains(state))
            .Select(state => new DocumentFault($"/tier/caps/{DocumentNode.Escaped(state)}", "No rule leads to this state.")));

        // What covers what is only worth asking of rules that can be read.
        if (reading.Faults.Count == 0)
        {
            reading.Faults.AddRange(TransitionChecks.Find(document));
            var effort = new Effort();
            reading.Faults.AddRange(Enumerable.Range(0, document.Classes.Length)
                .Select(i => (Pointer: $"/classes/{i}", Message: Coverage.Fault(document, i, effort)))
                .Where(found => found.Message is not null)
                .Select(found => new DocumentFault(found.Pointer, found.Message!)));
        }
    }

    private static void CheckSizes(PolicyDocument document, DocumentReading reading)
    {
        if (document.Classes.Length > MostRules)
        {
            reading.Faults.Add(new("/classes", $"There are at most {MostRules} rules."));
            return;
        }

        CheckParts(document.Score.Length, "/score", reading);
        CheckParts(document.Tier.Components.Length, "/tier/components", reading);
        CheckParts(document.Alerts.OverdueDays.Length, "/alerts/overdueDays", reading);
        for (var i = 0; i < document.Classes.Length; i++)
        {
            CheckParts(document.Classes[i].Conditions.Length, $"/classes/{i}/all", reading);
        }

        for (var tier = 1; tier <= document.Service.ByTier.Length; tier++)
        {
            CheckParts(document.Service.Of(tier).Promises.Length, $"/service/{tier}/promises", reading);
        }

        CheckParts(document.Transitions.Items.Length, "/transitions", reading);
        foreach (var (i, entry) in document.Transitions.Items.Index())
        {
            CheckParts(entry.Conditions.Length, $"/transitions/{i}/all", reading);
        }
    }

    private static void CheckPromises(ServicePlans service, DocumentReading reading)
    {
        foreach (var (plan, tier) in service.ByTier.Select((plan, i) => (plan, i + 1)))
        {
            reading.Faults.AddRange(plan.Promises
                .Select((promise, i) => (Unfit: Text.Check(promise, "A promise"), Pointer: $"/service/{tier}/promises/{i}"))
                .Where(found => found.Unfit is not null)
                .Select(found => new DocumentFault(found.Pointer, found.Unfit!.Message)));
        }
    }

    private static void CheckText(string text, string pointer, DocumentReading reading)
    {
        if (text.Length > 0 && Text.Check(text, pointer) is { } unfit)
        {
            reading.Faults.Add(new(pointer, unfit.Message));
        }
    }

    private static void CheckParts(int count, string pointer, DocumentReading reading)
    {
        if (count > MostParts)
        {
            reading.Faults.Add(new(pointer, $"There are at most {MostParts} of them."));
        }
    }

    private static void CheckRepeated(ImmutableArray<Component> components, string pointer, DocumentReading reading)
    {
        for (var i = 1; i < components.Length; i++)
        {
            if (components.Take(i).Any(earlier => earlier.Measure == components[i].Measure))
            {
                reading.Faults.Add(new($"{pointer}/{i}/measure", "This measure is scored twice."));
            }
        }
    }
}
