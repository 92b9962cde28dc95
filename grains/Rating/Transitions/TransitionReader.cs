namespace Lifecycle.Grains;

/// <summary>Reads the part <c>transitions</c> of a policy document.</summary>
internal static class TransitionReader
{
    /// <param name="node">Null: the document does not say it.</param>
    public static Transitions Read(DocumentNode? node) =>
        node is { } entries ? new([.. entries.Items().Select(ReadEntry)]) : Transitions.None;

    private static Transition ReadEntry(DocumentNode node) => new(
        node.Child("from").Text(),
        node.Child("to").Text(),
        node.MaybeChild("afterDays")?.Whole(0, Transition.MostDays) ?? 0,
        node.MaybeChild("all") is { } all ? RuleReader.ReadTerms(all) : []);
}
