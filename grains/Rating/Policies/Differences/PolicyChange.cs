namespace Lifecycle.Grains;

/// <summary>Something that one policy says otherwise than another.</summary>
/// <param name="Pointer">JSON pointer to it: into the later document, and into the earlier one for what is gone.</param>
/// <param name="Before">A number, a flag or a text, as written or in words; null: it was not there, or there was none.</param>
/// <param name="After">The same, in the later document.</param>
public sealed record PolicyChange(string Pointer, string Sentence, object? Before, object? After);

/// <summary>Collects changes, told in one language.</summary>
internal sealed class PolicyChanges(Tongue tongue)
{
    private readonly List<PolicyChange> found = [];

    public IReadOnlyList<PolicyChange> Found => found;

    public Tongue Tongue => tongue;

    /// <summary>One of two texts, by the language.</summary>
    public string In(string english, string chinese) => tongue == Tongue.Chinese ? chinese : english;

    /// <summary>Something has become another, if it has.</summary>
    /// <param name="say">The value in words.</param>
    public void Compare<T>(string pointer, string what, T before, T after, Func<T, string> say)
    {
        if (!Equals(before, after))
        {
            Becomes(pointer, what, say(before), say(after), before, after);
        }
    }

    /// <summary>Something is no longer so, but so.</summary>
    public void Becomes(string pointer, string what, string said, string saidNow, object? before, object? after) =>
        Tell(pointer, what, In($"{said} becomes {saidNow}", $"{said} 改为 {saidNow}"), before, after);

    /// <summary>Something is new.</summary>
    public void Added(string pointer, string what, string said) => Tell(pointer, what, In($"{said} is new", $"新增 {said}"), null, said);

    /// <summary>Something is gone.</summary>
    public void Removed(string pointer, string what, string said) => Tell(pointer, what, In($"{said} is gone", $"取消 {said}"), said, null);

    /// <summary>Something stands in another place.</summary>
    public void Moved(string pointer, string what, int from, int to) =>
        Tell(pointer, what, In($"moved here from place {from}", $"由第 {from} 条移到此处"), from, to);

    /// <summary>Something in a sentence of its own.</summary>
    public void Tell(string pointer, string what, string said, object? before, object? after) =>
        found.Add(new(pointer, In($"{what}: {said}.", $"{what}：{said}。"), before, after));
}
