using System.Collections;

namespace Lifecycle.Templates;

/// <summary>
/// Stands for a field without a value. Conditions take it for nothing, as they do every empty list; who tries to fill it in fails:
/// a gap in somebody's letter is never meant.
/// </summary>
public sealed class NoValue(string name) : IEnumerable
{
    /// <summary>What to do about it.</summary>
    public string Complaint => $"{name} has no value for this message; ask whether it has before it is filled in";

    /// <inheritdoc/>
    public IEnumerator GetEnumerator() => Array.Empty<object>().GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => throw new Grains.TemplateException(Complaint);
}
