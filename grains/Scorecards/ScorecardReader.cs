using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Reads the document of a scorecard from JSON and names every fault it finds.</summary>
public static class ScorecardReader
{
    /// <summary>Longest document, in UTF-16 units.</summary>
    public const int LongestDocument = 64 * 1024;

    /// <summary>Most questions of a card; nobody answers more.</summary>
    public const int MostQuestions = 100;

    /// <summary>Most parts, bands, and answers to a question.</summary>
    public const int MostEntries = 50;

    private const int MostPoints = 1000;

    /// <summary>The names of the cards that a new installation starts with.</summary>
    public static ImmutableArray<string> DefaultNames { get; } = ["prospect", "intention", "qualitative"];

    /// <summary>The JSON Schema of scorecards. It cannot say everything that <see cref="Read"/> finds.</summary>
    public static string SchemaJson { get; } = EmbeddedDocument.Read("scorecard-schema.json");

    /// <summary>The document of one of <see cref="DefaultNames"/>; it equals the specification.</summary>
    public static string DefaultJson(string name) => EmbeddedDocument.Read($"scorecard-{name}.json");

    /// <summary>Reads a document. Without faults it is whole and may be published.</summary>
    public static (Scorecard? Card, ImmutableArray<DocumentFault> Faults) Read(string json)
    {
        if (DocumentReading.TryParse(json, out var parsed) is { } fault)
        {
            return (null, [fault]);
        }

        using (parsed)
        {
            var reading = new DocumentReading();
            var root = new DocumentNode(parsed.RootElement, "", reading);
            var card = new Reading(reading).Card(root);
            root.FaultUnknown();
            return reading.Faults.Count == 0 ? (card, []) : (null, [.. reading.Faults]);
        }
    }

    private sealed class Reading(DocumentReading reading)
    {
        private readonly HashSet<string> partNames = new(StringComparer.Ordinal);
        private readonly HashSet<string> questionNames = new(StringComparer.Ordinal);

        public Scorecard Card(DocumentNode root)
        {
            var name = Words(root, "name");
            var parts = Items(root, "parts", 1).Select(Part).ToImmutableArray();
            if (questionNames.Count > MostQuestions)
            {
                root.Child("parts").Fault($"There are at most {MostQuestions} questions in all.");
            }

            // What a part can amount to is only known where it can be read.
            var isSound = reading.Faults.Count == 0;
            var bands = Items(root, "bands", 0).Select(band => Band(band, isSound ? parts : null)).ToImmutableArray();
            if (reading.Faults.Count == 0)
            {
                BandChecks.Check(root.Child("bands"), bands, parts);
            }

            return new(name, parts, bands, root.MaybeChild("evaluation") is { } node && isSound ? Evaluation(node, parts) : null);
        }

        private CardPart Part(DocumentNode node)
        {
            var total = node.Child("total");
            var word = total.Text();
            if (word is not ("sum" or "mean"))
            {
                total.Fault("The total is the sum or the mean of the points.");
            }

            return new(Name(node, "part", partNames), word == "mean", [.. Items(node, "questions", 1).Select(Question)]);
        }

        private CardQuestion Question(DocumentNode node)
        {
            var (name, text) = (Name(node, "question", questionNames), Words(node, "text"));
            if (node.MaybeChild("range") is { } range)
            {
                return new(name, text, [], Scale(range));
            }

            var answers = new HashSet<string>(StringComparer.Ordinal);
            return new(name, text, [.. Items(node, "answers", 2).Select(answer => Choice(answer, answers))], null);
        }

        private CardChoice Choice(DocumentNode node, HashSet<string> taken) =>
            new(Name(node, "answer", taken), Words(node, "text"), Points(node.Child("points")));

        private static CardScale Scale(DocumentNode node)
        {
            var ends = node.Items().Select(Points).ToArray();
            if (ends is [var from, var to] && from < to)
            {
                return new(from, to);
            }

            node.Fault("A range is a pair of the least and the greatest number.");
            return new(0, 1);
        }

        private CardBand Band(DocumentNode node, ImmutableArray<CardPart>? parts) => new(
            Name(node, "band", taken: null),
            node.MaybeChild("text") is null ? null : Words(node, "text"),
            [.. node.Child("atLeast").Fields().Select(field => new CardBound(field.Name, Bound(field.Node, field.Name, parts)))]);

        private static decimal Bound(DocumentNode node, string part, ImmutableArray<CardPart>? parts)
        {
            if (parts?.All(known => known.Name != part) == true)
            {
                node.Fault("There is no such part.");
            }

            return node.Number();
        }

        private static CardPart? Evaluation(DocumentNode node, ImmutableArray<CardPart> parts)
        {
            var name = node.Text();
            var part = parts.FirstOrDefault(known => known.Name == name);
            if (part is null)
            {
                node.Fault("There is no such part.");
            }
            else if (part.Most > 100)
            {
                node.Fault("An evaluation lies between 0 and 100; the value of this part can be greater.");
            }

            return part;
        }

        private static int Points(DocumentNode node)
        {
            var points = node.Number();
            if (points is >= 0 and <= MostPoints && decimal.Round(points, 2) == points)
            {
                return (int)(points * 100m);
            }

            node.Fault($"Points lie between 0 and {MostPoints} and have at most 2 decimals.");
            return 0;
        }

        private List<DocumentNode> Items(DocumentNode node, string field, int least)
        {
            var before = reading.Faults.Count;
            var items = node.Child(field).Items().ToList();
            if (reading.Faults.Count == before && (items.Count < least || items.Count > MostEntries))
            {
                node.Child(field).Fault($"There are {least} to {MostEntries} of them.");
            }

            return items;
        }

        private string Name(DocumentNode node, string field, HashSet<string>? taken)
        {
            var name = Checked(node, field, text => Text.CheckId(text, "This"));
            if (name.Length > 0 && taken?.Add(name) == false)
            {
                node.Child(field).Fault("This name is taken.");
            }

            return name;
        }

        private string Words(DocumentNode node, string field) => Checked(node, field, text => Text.Check(text, "This"));

        private string Checked(DocumentNode node, string field, Func<string, Refusal?> check)
        {
            var before = reading.Faults.Count;
            var text = node.Child(field).Text();
            if (reading.Faults.Count == before && check(text) is { } unfit)
            {
                node.Child(field).Fault(unfit.Message);
            }

            return text;
        }
    }
}
